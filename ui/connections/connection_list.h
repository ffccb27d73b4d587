// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/program.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"

namespace cocoon::ui {

class ConnectionRow;

/// Every connection that is known without asking the network, as rows; what the user does to them goes to the Program.
class ConnectionList : public Card {
    Q_OBJECT
public:
    ConnectionList(const Theme& theme, Program& program, QWidget* parent = nullptr);
    void refresh();

Q_SIGNALS:
    void openWanted(const QString& id);
    void failed(const cocoon::Error& error);

private:
    void addRow(const KnownConnection& connection);
    void told(const Result<Done>& result);
    const Theme& m_theme;
    Program& m_program;
    QList<KnownConnection> m_shown;
    QList<ConnectionRow*> m_rows;
};

} // namespace cocoon::ui
