// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/journal_filter.h"
#include "models/items/journal_model.h"
#include "models/setup/desk.h"
#include "ui/theme/theme.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QTabBar;

namespace cocoon::ui {

class Card;
class CodeView;
class DataTable;
class ErrorPanel;

/// What runs now, and the journal: every change that was sent and what came of it, newest first, with filter, detail and export.
class ActivityPlace : public QWidget {
    Q_OBJECT
public:
    ActivityPlace(const Theme& theme, setup::Desk& desk, QWidget* parent = nullptr);
    void focusFilter();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void refresh();
    void showDetail();
    void fit();
    static QString answerOf(const items::JournalRow& row);
    QByteArray asJsonLines() const;
    void save(const QString& suggestion, const QByteArray& bytes);
    const Theme& m_theme;
    setup::Desk& m_desk;
    items::JournalModel m_model;
    items::JournalFilter m_filtered;
    QLabel* m_count;
    QLineEdit* m_filter;
    DataTable* m_table;
    Card* m_detail;
    QLabel* m_detailText;
    QTabBar* m_tabs;
    CodeView* m_code;
    ErrorPanel* m_error;
};

} // namespace cocoon::ui
