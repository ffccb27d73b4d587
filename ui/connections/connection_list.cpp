// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/connection_list.h"

#include "ui/connections/connection_row.h"
#include "ui/widgets/labels.h"

namespace cocoon::ui {

using namespace Qt::StringLiterals;

ConnectionList::ConnectionList(const Theme& theme, Program& program, QWidget* parent)
    : Card(tr("Connections"), parent)
    , m_theme(theme)
    , m_program(program)
{
    setRemark(tr("read from your files; nothing is contacted before you connect"));
    content()->setSpacing(2);
    connect(&program, &Program::knownChanged, this, &ConnectionList::refresh);
}

void ConnectionList::refresh()
{
    const QList<KnownConnection> known = m_program.known();
    if (known == m_shown) {
        return; // somebody may be typing in a row, or reading a test
    }
    m_shown = known;
    // Rows come and go seldom; who stood in one stands in the same one again.
    const QWidget* focus = focusWidget();
    QString stoodIn;
    for (const ConnectionRow* row : std::as_const(m_rows)) {
        if (focus != nullptr && row->isAncestorOf(focus)) {
            stoodIn = row->connection().name;
        }
    }
    for (ConnectionRow* row : std::exchange(m_rows, {})) {
        row->hide();
        row->deleteLater(); // it may be what asked
    }
    for (const KnownConnection& connection : known) {
        addRow(connection);
        if (connection.name == stoodIn) {
            m_rows.constLast()->findChild<QWidget*>(u"connection.more"_s)->setFocus(Qt::OtherFocusReason);
        }
    }
}

void ConnectionList::addRow(const KnownConnection& connection)
{
    auto* row = new ConnectionRow(m_theme, connection);
    connect(row, &ConnectionRow::checkWanted, row, [this, row](const QString& id) { row->follow(m_program.checkKnown(id)); });
    connect(row, &ConnectionRow::openWanted, this, &ConnectionList::openWanted);
    connect(row, &ConnectionRow::renameWanted, this, [this](const QString& id, const QString& name) { told(m_program.renameKnown(id, name)); });
    connect(row, &ConnectionRow::protectWanted, this, [this](const QString& id, bool isProtected) { told(m_program.protectKnown(id, isProtected)); });
    connect(row, &ConnectionRow::removeWanted, this, [this](const QString& id) { told(m_program.removeKnown(id)); });
    content()->addWidget(row);
    row->show(); // what is not shown yet takes no focus
    m_rows.append(row);
}

void ConnectionList::told(const Result<Done>& result)
{
    if (!result) {
        Q_EMIT failed(result.error());
    }
}

} // namespace cocoon::ui
