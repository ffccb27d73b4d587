// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QObject>
#include <QSettings>

namespace cocoon::ui {

/// What the user prefers, in $XDG_CONFIG_HOME/cocoon/cocoon.ini. Never a secret. Window state has a file of its own.
class Settings : public QObject {
    Q_OBJECT
public:
    explicit Settings(QObject* parent = nullptr);

    Theme::Choice theme() const;
    void setTheme(Theme::Choice choice);
    static const QList<int>& textSizes(); ///< percent, those there are to choose from
    int textPercent() const; ///< one of them
    void setTextPercent(int percent);
    void stepTextSize(int by); ///< to the next larger or smaller one
    QString language() const; ///< "" = the desktop's
    void setLanguage(const QString& language);
    QString proxy() const; ///< "" = from the environment
    void setProxy(const QString& proxy);
    QString network() const; ///< how IBM Cloud is reached: "" = public, "private", "vpe"
    void setNetwork(const QString& network);
    QString region() const; ///< whose private network this machine is in
    void setRegion(const QString& region);
    QString dataFolder() const; ///< journals, Intents, the sandbox's world; "" = the usual one
    void setDataFolder(const QString& folder);
    static QString usualDataFolder();
    QStringList kubeconfigs() const; ///< files that were added to the connections
    void setKubeconfigs(const QStringList& files);
    double sandboxSpeed() const;
    void setSandboxSpeed(double speed);
    double spendLimit() const; ///< USD per hour that peer pods may cost before it is said; 0 = none
    void setSpendLimit(double usdPerHour);
    bool alertsOnDesktop() const;
    void setAlertsOnDesktop(bool isWanted);
    QByteArray windowGeometry() const;
    void setWindowGeometry(const QByteArray& geometry);
    int sideWidth(const QString& place) const; ///< of the detail beside the list, as it was left; 0 = as is usual there
    void setSideWidth(const QString& place, int pixels);
    QString file() const { return m_settings.fileName(); }

Q_SIGNALS:
    void changed();

private:
    void set(const QString& key, const QVariant& value);
    QSettings m_settings;
    QSettings m_window;
};

} // namespace cocoon::ui
