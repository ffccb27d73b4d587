// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/settings/settings.h"

#include <QWidget>

class QLabel;
class QVBoxLayout;

namespace cocoon::ui {

/// Settings, and About: version, licences of all parts, what leaves this machine.
class SettingsPlace : public QWidget {
    Q_OBJECT
public:
    SettingsPlace(Settings& settings, const QString& keyring, QWidget* parent = nullptr);
    void setKeyringNote(const QString& note); ///< what a connection found out; "" = as at the start
    void showAbout(); ///< scrolls to it

private:
    void addNetwork(QVBoxLayout& column);
    void addFiles(QVBoxLayout& column);
    Settings& m_settings;
    QString m_keyringAtStart;
    QLabel* m_keyring;
    QWidget* m_about = nullptr;
};

} // namespace cocoon::ui
