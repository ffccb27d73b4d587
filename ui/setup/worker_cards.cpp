// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/setup/worker_cards.h"

#include "ui/setup/worker_card.h"

#include <QGridLayout>

namespace cocoon::ui {

WorkerCards::WorkerCards(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_grid(new QGridLayout(this))
{
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setSpacing(16);
}

void WorkerCards::show(const QList<setup::WorkerView>& workers)
{
    while (m_cards.size() > workers.size()) {
        delete m_cards.takeLast();
    }
    bool isNew = false;
    while (m_cards.size() < workers.size()) {
        m_cards.append(new WorkerCard(m_theme, this));
        connect(m_cards.constLast(), &WorkerCard::lastWanted, this, &WorkerCards::lastWanted);
        isNew = true;
    }
    for (qsizetype i = 0; i < workers.size(); ++i) {
        m_cards.at(i)->show(workers.at(i), workers.size() > 1);
    }
    setVisible(!workers.isEmpty());
    if (isNew) {
        m_columns = 0;
        arrange();
    }
}

void WorkerCards::arrange()
{
    const int columns = qBound(1, width() / m_theme.px(230), 4);
    if (columns == m_columns) {
        return;
    }
    m_columns = columns;
    for (int column = 0; column < 4; ++column) {
        m_grid->setColumnStretch(column, column < columns ? 1 : 0);
    }
    for (int i = 0; i < m_cards.size(); ++i) {
        m_grid->addWidget(m_cards.at(i), i / columns, i % columns);
    }
}

void WorkerCards::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    arrange();
}

} // namespace cocoon::ui
