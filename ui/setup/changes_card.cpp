// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/setup/changes_card.h"

#include "models/plan/difference.h"
#include "models/setup/changes.h"
#include "models/setup/export.h"
#include "ui/widgets/code_view.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"

#include <QTabBar>

#include <algorithm>

namespace cocoon::ui {

namespace {
    enum Tab { Difference, Yaml, Command };
}

ChangesCard::ChangesCard(const Theme& theme, QWidget* parent)
    : Card(tr("What will change"), parent)
    , m_table(new DataTable(theme))
    , m_detail(new QWidget)
    , m_summary(makeText({}, "muted"))
    , m_none(makeText({}, "muted"))
    , m_why(makeText({}, "muted"))
    , m_tabs(new QTabBar)
    , m_code(new CodeView(theme))
    , m_copy(makeButton(tr("Copy"), "small"))
    , m_copyAll(makeButton(tr("Copy all commands"), "small"))
    , m_copyYaml(makeButton(tr("Copy all YAML"), "small"))
{
    m_copyAll->setObjectName(QStringLiteral("changes.copyCommands"));
    m_copyYaml->setObjectName(QStringLiteral("changes.copyYaml"));
    addAction(m_copyAll);
    addAction(m_copyYaml);
    m_table->setModel(&m_model);
    m_table->setAccessibleName(tr("What will change"));
    m_table->setShares({ 64, 0, 22, 14 });
    m_table->fitRows(1, 7);
    content()->addWidget(m_summary);
    content()->addWidget(m_none);
    content()->addWidget(m_table);
    auto* detail = new QVBoxLayout(m_detail);
    detail->setContentsMargins(0, 0, 0, 0);
    detail->addWidget(m_why);
    auto* bar = new FlowLayout;
    dressTabs(m_tabs);
    m_tabs->setAccessibleName(tr("How the change is shown"));
    m_tabs->addTab(tr("Difference"));
    m_tabs->addTab(tr("YAML"));
    m_tabs->addTab(tr("Command"));
    bar->addWidget(m_tabs);
    bar->addSpring();
    bar->addWidget(m_copy);
    detail->addLayout(bar);
    m_code->setAccessibleName(tr("The change"));
    detail->addWidget(m_code);
    content()->addWidget(m_detail);
    connect(m_table, &DataTable::currentRowChanged, this, &ChangesCard::showDetail);
    connect(&m_model, &QAbstractItemModel::dataChanged, this, &ChangesCard::showDetail);
    connect(m_tabs, &QTabBar::currentChanged, this, &ChangesCard::showDetail);
    connect(m_copy, &QPushButton::clicked, this, [this] { copyWithWord(m_copy, m_code->toPlainText()); });
    connect(m_copyAll, &QPushButton::clicked, this, [this] { copyWithWord(m_copyAll, QString::fromUtf8(setup::exportCommands(m_cluster, m_assessments))); });
    connect(m_copyYaml, &QPushButton::clicked, this, [this] { copyWithWord(m_copyYaml, QString::fromUtf8(setup::exportYaml(m_assessments))); });
}

void ChangesCard::takeFocus()
{
    m_table->setFocus(Qt::OtherFocusReason);
}

void ChangesCard::setMostRows(int rows)
{
    m_table->fitRows(1, rows);
}

void ChangesCard::show(const QList<plan::Assessment>& assessments, const QString& cluster, const QString& ahead)
{
    m_assessments = assessments;
    m_cluster = cluster;
    QList<plan::Change> changes;
    for (const plan::Assessment& assessment : assessments) {
        changes += assessment.changes;
    }
    m_model.show(changes);
    m_table->setColumnHidden(items::ChangesModel::Price, std::none_of(changes.begin(), changes.end(), [](const plan::Change& change) { return change.price.has_value(); }));
    // In lines of its own: beside the title it would lose its end, which is the price.
    m_summary->setText(items::ChangesModel::summary(changes) + (ahead.isEmpty() ? QString() : u'\n' + tr("Besides these, as they come: %1").arg(ahead)));
    m_summary->setVisible(!changes.isEmpty());
    const bool isKnown = std::none_of(assessments.begin(), assessments.end(), [](const plan::Assessment& one) { return one.state == plan::StepState::Unknown; });
    m_none->setText(isKnown && !assessments.isEmpty() ? tr("Nothing to change.") : tr("Looking …"));
    m_none->setVisible(changes.isEmpty());
    m_table->setVisible(!changes.isEmpty());
    m_copyAll->setVisible(!changes.isEmpty());
    m_copyYaml->setVisible(!changes.isEmpty());
    if (!m_table->currentIndex().isValid() && m_model.rowCount() > 0) {
        m_table->selectRow(0);
    }
    showDetail();
}

void ChangesCard::showDetail()
{
    const QModelIndex current = m_table->currentIndex();
    m_detail->setVisible(current.isValid());
    if (!current.isValid()) {
        return;
    }
    const plan::Change& change = m_model.change(current.row());
    QString why = change.why;
    if (!change.allow.isEmpty()) {
        why += change.risk == plan::Risk::Breaking ? tr(" It breaks running confidential pods and is asked for separately.") : tr(" It is asked for separately.");
    }
    m_why->setText(why);
    m_why->setVisible(!why.isEmpty());
    const bool hasBody = change.body.isObject();
    m_tabs->setTabEnabled(Difference, hasBody);
    m_tabs->setTabEnabled(Yaml, hasBody);
    const int tab = hasBody ? m_tabs->currentIndex() : static_cast<int>(Command);
    if (tab == Difference) {
        m_code->showDifference(plan::yamlDifference(change.before, change.body));
    } else if (tab == Yaml) {
        m_code->showText(setup::yamlForShell(change.body));
    } else {
        if (m_tabs->currentIndex() != Command) {
            m_tabs->setCurrentIndex(Command);
            return;
        }
        m_code->showText(change.commands.join(u'\n'));
    }
}

} // namespace cocoon::ui
