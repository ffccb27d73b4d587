// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/settings/settings.h"

#include <QWidget>

class QLabel;

namespace cocoon::ui {

/// Settings, and About: version, licences of all parts, what leaves this machine.
class SettingsPlace : public QWidget {
    Q_OBJECT
public:
    SettingsPlace(Settings& settings, const QString& stateFolder, QWidget* parent = nullptr);
    void setKeyringNote(const QString& note);

private:
    QLabel* m_keyring;
};

} // namespace cocoon::ui
