// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>
#include <QList>
#include <QObject>

namespace cocoon::ui {

/// Everything the window can do, by name: the palette finds it, the cheat sheet lists it, shortcuts run it. One list, so that
/// nothing is mouse-only and nothing has two names.
class Commands : public QObject {
    Q_OBJECT
public:
    explicit Commands(QWidget& window);
    /// `group` is a heading of the cheat sheet.
    QAction* add(const QString& id, const QString& group, const QString& name, const QList<QKeySequence>& keys, std::function<void()> run);
    QList<QAction*> all() const { return m_actions; }
    QAction* find(const QString& id) const;
    /// Takes away the commands whose id begins like this (pages of a connection that was closed).
    void remove(const QString& prefix);
    static QString groupOf(const QAction* action);

private:
    QWidget& m_window;
    QList<QAction*> m_actions;
};

} // namespace cocoon::ui
