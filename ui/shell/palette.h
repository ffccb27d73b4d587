// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QFrame>
#include <QPointer>

#include <functional>

class QLineEdit;
class QListWidget;

namespace cocoon::ui {

class Commands;

/// Ctrl+K: type a few letters of what you want, Enter does it. Lies over the window, Esc puts the focus back where it was.
class Palette : public QFrame {
    Q_OBJECT
public:
    Palette(const Theme& theme, Commands& commands, QWidget* window);
    void open();
    /// What else a typed text may lead to: names and what to do when one is chosen.
    using Hits = QList<std::pair<QString, std::function<void()>>>;
    void setSearch(std::function<Hits(const QString& typed)> search) { m_search = std::move(search); }
    /// Do all the letters of `typed` appear in `name`, words first? Higher is better, 0 is no match.
    static int score(const QString& name, const QString& typed);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void list();
    void run();
    void leave();
    const Theme& m_theme;
    Commands& m_commands;
    QLineEdit* m_line;
    QListWidget* m_list;
    QPointer<QWidget> m_before;
    std::function<Hits(const QString&)> m_search;
    Hits m_hits; ///< of what is typed now
};

} // namespace cocoon::ui
