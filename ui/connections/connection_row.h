// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/program.h"
#include "ui/theme/theme.h"

#include <QFrame>

class QLineEdit;
class QMenu;
class QPushButton;

namespace cocoon::ui {

class CheckPanel;
class ElidedLabel;

/// One connection of the list: what it is and leads to, the button that opens it, and a menu for the rest. Renaming and the
/// question before a removal take place in the row itself.
class ConnectionRow : public QFrame {
    Q_OBJECT
public:
    ConnectionRow(const Theme& theme, const KnownConnection& connection, QWidget* parent = nullptr);
    const KnownConnection& connection() const { return m_connection; }
    void startRename();
    void follow(Job<net::ProbeSteps>* check); ///< shows what the test finds

Q_SIGNALS:
    void checkWanted(const QString& id);
    void openWanted(const QString& id);
    void renameWanted(const QString& id, const QString& name);
    void protectWanted(const QString& id, bool isProtected);
    void removeWanted(const QString& id);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QMenu* makeMenu();
    void askBeforeRemoval();
    void endRename();
    KnownConnection m_connection;
    ElidedLabel* m_name;
    QLineEdit* m_newName;
    QWidget* m_below;
    QWidget* m_question = nullptr;
    CheckPanel* m_check = nullptr;
    QPushButton* m_test = nullptr;
    QPushButton* m_open = nullptr; ///< none while it is open
    const Theme& m_theme;
    QWidget* m_more;
};

} // namespace cocoon::ui
