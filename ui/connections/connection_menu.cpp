// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/connection_menu.h"

#include <QCoreApplication>
#include <QMenu>

namespace cocoon::ui {

namespace {
    constexpr int kMostConnections = 12;

    QString tr(const char* text)
    {
        return QCoreApplication::translate("cocoon::ui", text);
    }

    QString entryOf(const KnownConnection& connection)
    {
        QString name = connection.isProtected ? tr("%1 (protected)").arg(connection.name) : connection.name;
        return name.replace(u'&', QStringLiteral("&&"));
    }
}

void fillConnectionMenu(QMenu& menu, Program& program, const std::function<void(std::function<void()>)>& leaveThen, const std::function<void()>& showAll)
{
    menu.clear();
    bool isOpen = false;
    int shown = 0;
    for (const KnownConnection& connection : program.known()) {
        isOpen = isOpen || connection.isOpen;
        if (!connection.problem.isEmpty() || ++shown > kMostConnections) {
            continue; // the list says more
        }
        QAction* entry = menu.addAction(entryOf(connection), &program, [&program, leaveThen, id = connection.id] { leaveThen([&program, id] { program.openKnown(id); }); });
        entry->setCheckable(true);
        entry->setChecked(connection.isOpen);
        entry->setEnabled(!connection.isOpen);
        entry->setToolTip(connection.detail);
    }
    menu.addSeparator();
    menu.addAction(tr("Connections …"), &program, [showAll] { showAll(); });
    if (isOpen) {
        menu.addAction(tr("Close this connection"), &program, [&program, leaveThen] { leaveThen([&program] { program.close(); }); });
    }
    if (program.hasSandbox()) {
        menu.addAction(tr("End the sandbox"), &program, [&program, leaveThen] { leaveThen([&program] { program.endSandbox(); }); });
    }
}

} // namespace cocoon::ui
