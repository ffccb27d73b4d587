// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/words/words.h"
#include "ui/shell/program.h"
#include "ui/theme/theme.h"

#include <QWidget>

#include <functional>

class QLabel;
class QLayout;
class QPushButton;

namespace cocoon::ui {

class Card;
class CloudLoginCard;
class ConnectionList;
class ErrorPanel;

/// What Cocoon is, the doors (the sandbox, IBM Cloud, a kubeconfig) and the connections that are known without asking the
/// network. A door opens with a click and never by itself.
class WelcomePage : public QWidget {
    Q_OBJECT
public:
    WelcomePage(const Theme& theme, Program& program, QWidget* parent = nullptr);
    void refresh();
    void askFor(const CloudAccount& account); ///< a login to it
    void showOpening(const QString& what);
    void showError(const Error& error);
    void showWhy(const words::Explanation& why);

Q_SIGNALS:
    void loginAsked(); ///< from now on something was contacted
    /// The user wants another connection; who listens may still say no.
    void openWanted(std::function<void()> open);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void showCard();
    QPushButton* addDoor(const QString& name, const QString& says, const QString& icon);
    void chooseKubeconfig();
    const Theme& m_theme;
    Program& m_program;
    QLabel* m_title;
    QLabel* m_what;
    QLayout* m_doors;
    ErrorPanel* m_error;
    Card* m_opening;
    QLabel* m_openingText;
    CloudLoginCard* m_cloud;
    ConnectionList* m_list;
};

} // namespace cocoon::ui
