// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/settings.h"

#include <QDir>
#include <QMetaEnum>
#include <QStandardPaths>

#include <algorithm>

namespace cocoon::ui {

using namespace Qt::StringLiterals;

namespace {
    QString configFile(const QString& name)
    {
        return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) + u"/cocoon/"_s + name;
    }
    constexpr int kVersion = 1;
}

Settings::Settings(QObject* parent)
    : QObject(parent)
    , m_settings(configFile(u"cocoon.ini"_s), QSettings::IniFormat)
    , m_window(configFile(u"window.ini"_s), QSettings::IniFormat)
{
    if (m_settings.value(u"version"_s).toInt() == 0) {
        m_settings.setValue(u"version"_s, kVersion);
    }
}

void Settings::set(const QString& key, const QVariant& value)
{
    if (m_settings.value(key) != value) {
        m_settings.setValue(key, value);
        Q_EMIT changed();
    }
}

Theme::Choice Settings::theme() const
{
    bool isKnown = false;
    const int value = QMetaEnum::fromType<Theme::Choice>().keyToValue(m_settings.value(u"theme"_s, u"System"_s).toByteArray().constData(), &isKnown);
    return isKnown ? static_cast<Theme::Choice>(value) : Theme::Choice::System;
}

void Settings::setTheme(Theme::Choice choice)
{
    set(u"theme"_s, QString::fromLatin1(QMetaEnum::fromType<Theme::Choice>().valueToKey(static_cast<int>(choice))));
}

const QList<int>& Settings::textSizes()
{
    static const QList<int> sizes { 100, 110, 125, 150, 175, 200 };
    return sizes;
}

int Settings::textPercent() const
{
    const int wanted = m_settings.value(u"textPercent"_s, 100).toInt();
    return *std::min_element(textSizes().begin(), textSizes().end(), [wanted](int a, int b) { return qAbs(a - wanted) < qAbs(b - wanted); });
}

void Settings::stepTextSize(int by)
{
    const qsizetype at = textSizes().indexOf(textPercent()) + by;
    setTextPercent(textSizes().at(qBound<qsizetype>(0, at, textSizes().size() - 1)));
}

void Settings::setTextPercent(int percent)
{
    set(u"textPercent"_s, percent);
}

QString Settings::language() const
{
    return m_settings.value(u"language"_s).toString();
}

void Settings::setLanguage(const QString& language)
{
    set(u"language"_s, language);
}

QString Settings::proxy() const
{
    return m_settings.value(u"proxy"_s).toString();
}

void Settings::setProxy(const QString& proxy)
{
    set(u"proxy"_s, proxy);
}

QString Settings::network() const
{
    const QString network = m_settings.value(u"network"_s).toString();
    return network == u"private" || network == u"vpe" ? network : QString();
}

void Settings::setNetwork(const QString& network)
{
    set(u"network"_s, network);
}

QString Settings::region() const
{
    return m_settings.value(u"region"_s).toString();
}

void Settings::setRegion(const QString& region)
{
    set(u"region"_s, region);
}

QString Settings::dataFolder() const
{
    return m_settings.value(u"dataFolder"_s).toString();
}

void Settings::setDataFolder(const QString& folder)
{
    set(u"dataFolder"_s, folder);
}

QString Settings::usualDataFolder()
{
    return qEnvironmentVariable("XDG_STATE_HOME", QDir::homePath() + u"/.local/state"_s) + u"/cocoon"_s;
}

QStringList Settings::kubeconfigs() const
{
    return m_settings.value(u"kubeconfigs"_s).toStringList();
}

void Settings::setKubeconfigs(const QStringList& files)
{
    set(u"kubeconfigs"_s, files);
}

double Settings::sandboxSpeed() const
{
    return qBound(1.0, m_settings.value(u"sandboxSpeed"_s, 60.0).toDouble(), 600.0);
}

void Settings::setSandboxSpeed(double speed)
{
    set(u"sandboxSpeed"_s, speed);
}

double Settings::spendLimit() const
{
    return qBound(0.0, m_settings.value(u"spendLimit"_s, 0.0).toDouble(), 100000.0);
}

void Settings::setSpendLimit(double usdPerHour)
{
    set(u"spendLimit"_s, usdPerHour);
}

bool Settings::alertsOnDesktop() const
{
    return m_settings.value(u"alertsOnDesktop"_s, false).toBool();
}

void Settings::setAlertsOnDesktop(bool isWanted)
{
    set(u"alertsOnDesktop"_s, isWanted);
}

QByteArray Settings::windowGeometry() const
{
    return m_window.value(u"geometry"_s).toByteArray();
}

void Settings::setWindowGeometry(const QByteArray& geometry)
{
    m_window.setValue(u"geometry"_s, geometry);
}

int Settings::sideWidth(const QString& place) const
{
    return m_window.value(u"side/"_s + place).toInt();
}

void Settings::setSideWidth(const QString& place, int pixels)
{
    m_window.setValue(u"side/"_s + place, pixels);
}

} // namespace cocoon::ui
