// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/program.h"
#include "ui/theme/theme.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace cocoon::ui {

class Card;
class ErrorPanel;

/// What Cocoon is, and the doors: the sandbox, IBM Cloud, a kubeconfig. Contexts of the user's own kubeconfig are listed
/// without asking the network; a door opens with a click and never by itself.
class WelcomePage : public QWidget {
    Q_OBJECT
public:
    WelcomePage(const Theme& theme, Program& program, QWidget* parent = nullptr);
    void refresh();
    void showOpening(const QString& what);
    void showError(const Error& error);

private:
    QPushButton* addDoor(const QString& name, const QString& says, const QString& icon);
    QWidget* makeCloudForm();
    void logIn();
    void chooseKubeconfig();
    void showContexts(const QList<KnownConnection>& contexts);
    void showClusters(const QList<ClusterChoice>& clusters);
    const Theme& m_theme;
    Program& m_program;
    QLayout* m_doors;
    ErrorPanel* m_error;
    Card* m_opening;
    QLabel* m_openingText;
    Card* m_cloud;
    QComboBox* m_loginKind;
    QLineEdit* m_key;
    QPushButton* m_logIn;
    QWidget* m_clusters;
    Card* m_contexts;
    QWidget* m_contextRows;
};

} // namespace cocoon::ui
