// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/cheat_sheet.h"

#include "ui/shell/commands.h"
#include "ui/theme/theme.h"
#include "ui/widgets/labels.h"

#include <QGridLayout>
#include <QScrollArea>
#include <QVBoxLayout>

namespace cocoon::ui {

CheatSheet::CheatSheet(const Theme& theme, const Commands& commands, QWidget* parent)
    : QDialog(parent)
{
    setWindowTitle(tr("Keys"));
    const QSize wanted(theme.px(560), theme.px(520));
    resize(parent == nullptr ? wanted : wanted.boundedTo(parent->window()->size())); // larger text is no larger screen
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(20, 18, 20, 16);
    all->addWidget(makeLabel(tr("Keys"), "title"));
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    auto* page = new QWidget;
    page->setObjectName(QStringLiteral("page"));
    scroll->setWidget(page);
    auto* grid = new QGridLayout(page);
    grid->setHorizontalSpacing(24);
    grid->setColumnStretch(1, 1);
    QString group;
    int row = 0;
    const auto line = [&](const QString& keys, const QString& name) {
        grid->addWidget(makeLabel(keys.isEmpty() ? tr("palette only") : keys, keys.isEmpty() ? "faint" : "mono"), row, 0);
        grid->addWidget(makeText(name, ""), row++, 1);
    };
    for (const QAction* action : commands.all()) {
        if (Commands::groupOf(action) != group) {
            group = Commands::groupOf(action);
            grid->addWidget(makeLabel(group, "section"), row++, 0, 1, 2);
        }
        QStringList keys;
        for (const QKeySequence& key : action->shortcuts()) {
            keys.append(key.toString(QKeySequence::NativeText));
        }
        line(keys.join(QStringLiteral("  ")), action->text());
    }
    grid->addWidget(makeLabel(tr("Tables"), "section"), row++, 0, 1, 2);
    line(QKeySequence(QKeySequence::Copy).toString(QKeySequence::NativeText), tr("Copy the row"));
    line(QStringLiteral("Esc"), tr("Clear the filter"));
    grid->setRowStretch(row, 1);
    all->addWidget(scroll, 1);
    QPushButton* close = makeButton(tr("Close"), "primary");
    close->setDefault(true);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    all->addWidget(close, 0, Qt::AlignRight);
}

} // namespace cocoon::ui
