// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cocoon/notifier.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCall>
#include <QStringList>
#include <QVariantMap>

namespace cocoon::app {

using namespace Qt::StringLiterals;

void notifyDesktop(const QString& title, const QString& text)
{
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected()) {
        return;
    }
    // Freedesktop desktop notifications 1.2: app_name, replaces_id, app_icon, summary, body, actions, hints, expire_timeout.
    QDBusMessage note = QDBusMessage::createMethodCall(u"org.freedesktop.Notifications"_s, u"/org/freedesktop/Notifications"_s,
        u"org.freedesktop.Notifications"_s, u"Notify"_s);
    note << u"Cocoon"_s << 0U << u"cocoon"_s << title << text.toHtmlEscaped() << QStringList()
         << QVariantMap { { u"desktop-entry"_s, u"cocoon"_s } } << -1;
    bus.asyncCall(note);
}

} // namespace cocoon::app
