// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/setup/desk.h"
#include "ui/theme/theme.h"

#include <QWidget>

#include <functional>

class QGridLayout;
class QLabel;

namespace cocoon::ui {

class CodeView;
class ErrorPanel;

/// The end of the set-up: what exists now, what it costs, how a pod of one's own is written, what to take along (Intent,
/// commands, YAML).
class DonePage : public QWidget {
    Q_OBJECT
public:
    DonePage(const Theme& theme, setup::Desk& desk, QWidget* parent = nullptr);
    void refresh();
    void takeFocus(); ///< the keyboard to what can be done from here

Q_SIGNALS:
    void placeWanted(const QString& link);

private:
    QString proof(const plan::Assessment& workload) const;
    QString cost() const;
    void addExport(QGridLayout& grid, const QString& id, const QString& name, const QString& file, std::function<QByteArray()> text);
    const Theme& m_theme;
    setup::Desk& m_desk;
    QLabel* m_title;
    QLabel* m_proof;
    QLabel* m_sentence;
    QWidget* m_way = nullptr; ///< the first button
    QLabel* m_exists;
    QLabel* m_cost;
    CodeView* m_pod;
    ErrorPanel* m_error;
};

} // namespace cocoon::ui
