// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cocoon/desktop_look.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

namespace cocoon::app {

using namespace Qt::StringLiterals;

namespace {
    const QString kService = u"org.freedesktop.portal.Desktop"_s;
    const QString kPath = u"/org/freedesktop/portal/desktop"_s;
    const QString kInterface = u"org.freedesktop.portal.Settings"_s;
    const QString kGroup = u"org.freedesktop.appearance"_s;
}

DesktopLook::DesktopLook(QObject* parent)
    : QObject(parent)
{
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected()) {
        return;
    }
    bus.connect(kService, kPath, kInterface, u"SettingChanged"_s, this, SLOT(settingChanged(QString,QString,QDBusVariant)));
    read(u"color-scheme"_s);
    read(u"contrast"_s);
}

void DesktopLook::read(const QString& key)
{
    // "Read" wraps the value in two variants and is in every version of the portal; "ReadOne" only in newer ones.
    QDBusMessage question = QDBusMessage::createMethodCall(kService, kPath, kInterface, u"Read"_s);
    question << kGroup << key;
    auto* watcher = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(question, 3000), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, key, watcher] {
        watcher->deleteLater();
        const QDBusPendingReply<QDBusVariant> reply = *watcher;
        if (reply.isValid()) {
            take(key, reply.value().variant());
        }
    });
}

void DesktopLook::settingChanged(const QString& group, const QString& key, const QDBusVariant& value)
{
    if (group == kGroup) {
        take(key, value.variant());
    }
}

void DesktopLook::take(const QString& key, const QVariant& value)
{
    QVariant plain = value;
    while (plain.canConvert<QDBusVariant>()) {
        plain = plain.value<QDBusVariant>().variant();
    }
    bool isDark = m_isDark;
    bool isContrast = m_isContrast;
    if (key == u"color-scheme") {
        isDark = plain.toUInt() == 1; // 0 no preference, 1 dark, 2 light
    } else if (key == u"contrast") {
        isContrast = plain.toUInt() == 1;
    }
    if (isDark != m_isDark || isContrast != m_isContrast) {
        m_isDark = isDark;
        m_isContrast = isContrast;
        Q_EMIT changed(isDark, isContrast);
    }
}

} // namespace cocoon::app
