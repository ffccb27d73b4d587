// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/program.h"
#include "ui/theme/theme.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QMenu;
class QPushButton;
class QToolButton;

namespace cocoon::ui {

/// What the header says of data this old.
QString staleText(milliseconds age);

class Chip;
class ElidedLabel;

/// Which cluster, account, region, user, and how true what is on screen is: always visible.
class Header : public QWidget {
    Q_OBJECT
public:
    explicit Header(const Theme& theme, QWidget* parent = nullptr);
    void setDesk(setup::Desk* desk, const ConnectionFacts& facts); ///< nullptr: not connected
    void refresh();
    void refreshTruth();
    void setProtected(bool isProtected);
    QMenu* connectionMenu() { return m_menu; }

Q_SIGNALS:
    void paletteWanted();
    void lookAgainWanted();
    void loginWanted(); ///< another one, to an account that is not on the list
    void accountWanted(const cocoon::ui::CloudAccount& account);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void fit();
    void restyle();
    struct Pair {
        QWidget* box;
        QWidget* name;
        ElidedLabel* value;
    };
    Pair addPair(QWidget* name);
    QPushButton* accountPicker();
    void fillAccounts();
    QString accountName(const QString& id) const; ///< "" while nobody has said it
    const Theme& m_theme;
    setup::Desk* m_desk = nullptr;
    ConnectionFacts m_facts;
    QToolButton* m_cluster;
    QMenu* m_menu;
    QMenu* m_accounts;
    Chip* m_kind;
    Chip* m_guard; ///< protected
    Chip* m_looking; ///< reading rights only
    Pair m_account;
    Pair m_region;
    Pair m_user;
    QToolButton* m_search;
    int m_searchIcon = 0; ///< width without its words
    int m_searchWhole = 0; ///< and with them
    QToolButton* m_truth;
    QTimer m_second;
};

} // namespace cocoon::ui
