// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/commands.h"

#include <QWidget>

namespace cocoon::ui {

Commands::Commands(QWidget& window)
    : QObject(&window)
    , m_window(window)
{
}

QAction* Commands::add(const QString& id, const QString& group, const QString& name, const QList<QKeySequence>& keys, std::function<void()> run)
{
    auto* action = new QAction(name, this);
    action->setObjectName(id);
    action->setProperty("group", group);
    action->setShortcuts(keys);
    connect(action, &QAction::triggered, this, [run = std::move(run)] { run(); });
    m_window.addAction(action);
    m_actions.append(action);
    return action;
}

QAction* Commands::find(const QString& id) const
{
    for (QAction* action : m_actions) {
        if (action->objectName() == id) {
            return action;
        }
    }
    return nullptr;
}

void Commands::remove(const QString& prefix)
{
    for (qsizetype i = m_actions.size(); i-- > 0;) {
        if (m_actions.at(i)->objectName().startsWith(prefix)) {
            m_actions.takeAt(i)->deleteLater(); // it may be the one that is running
        }
    }
}

QString Commands::groupOf(const QAction* action)
{
    return action->property("group").toString();
}

} // namespace cocoon::ui
