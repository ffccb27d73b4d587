// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/setup/findings_card.h"

#include "ui/widgets/data_table.h"
#include "ui/widgets/labels.h"

#include <QGridLayout>

#include <algorithm>

namespace cocoon::ui {

FindingsCard::FindingsCard(const Theme& theme, QWidget* parent)
    : Card(tr("What was found"), parent)
    , m_unfold(makeButton({}, "small"))
    , m_none(makeText({}, "muted"))
    , m_table(new DataTable(theme))
    , m_detail(new QWidget)
    , m_evidence(makeText({}, "mono"))
    , m_why(makeText({}, "muted"))
    , m_remedy(makeText({}, ""))
    , m_evidenceName(makeLabel(tr("Seen"), "section"))
    , m_whyName(makeLabel(tr("Why it matters"), "section"))
    , m_remedyName(makeLabel(tr("How to fix it"), "section"))
    , m_fix(makeButton({}, "small"))
{
    m_table->setModel(&m_model);
    m_table->setAccessibleName(tr("What was found"));
    m_table->setShares({ 62, 0, 38, 0 });
    m_table->setColumnHidden(items::FindingsModel::Why, true); // the chosen one's stands below, whole
    m_table->fitRows(1, 9);
    m_unfold->setObjectName(QStringLiteral("findings.unfold"));
    addAction(m_unfold);
    connect(m_unfold, &QPushButton::clicked, this, [this] {
        m_isUnfolded = !m_isUnfolded;
        refresh();
    });
    content()->addWidget(m_none);
    content()->addWidget(m_table);
    auto* grid = new QGridLayout(m_detail);
    grid->setContentsMargins(8, 4, 8, 0);
    grid->setHorizontalSpacing(16);
    grid->setColumnStretch(1, 1);
    int row = 0;
    for (auto [name, value] : { std::pair { m_evidenceName, m_evidence }, { m_whyName, m_why }, { m_remedyName, m_remedy } }) {
        grid->addWidget(name, row, 0, Qt::AlignTop);
        grid->addWidget(value, row++, 1);
    }
    m_fix->setObjectName(QStringLiteral("findings.fix"));
    m_fix->hide();
    grid->addWidget(m_fix, row, 1, Qt::AlignLeft);
    connect(m_fix, &QPushButton::clicked, this, [this] {
        const QModelIndex current = m_table->currentIndex();
        const auto fix = current.isValid() ? fixOf(m_model.finding(current.row())) : std::nullopt;
        if (fix) {
            Q_EMIT fixWanted(*fix);
        }
    });
    content()->addWidget(m_detail);
    m_detail->hide();
    connect(m_table, &DataTable::currentRowChanged, this, &FindingsCard::showDetail);
    connect(&m_model, &QAbstractItemModel::dataChanged, this, &FindingsCard::showDetail);
}

void FindingsCard::show(const QList<plan::Finding>& findings, bool isComplete)
{
    m_findings = findings;
    m_isComplete = isComplete;
    refresh();
}

void FindingsCard::offerFixes(const QString& page)
{
    m_page = page;
}

void FindingsCard::setFolded(bool isFolded)
{
    if (m_isFolded != isFolded) {
        m_isFolded = isFolded;
        refresh();
    }
}

void FindingsCard::refresh()
{
    const int met = items::FindingsModel::countMet(m_findings);
    QList<plan::Finding> shown = m_findings;
    if (m_isFolded && !m_isUnfolded) {
        shown.removeIf([](const plan::Finding& finding) { return finding.severity == plan::Severity::Ok; });
    }
    m_model.show(shown);
    m_unfold->setVisible(m_isFolded && met > 0);
    m_unfold->setText(m_isUnfolded ? tr("Hide what is met") : tr("Show what is met"));
    m_none->setText(m_isComplete ? tr("Nothing to check here.") : tr("Looking …"));
    m_none->setVisible(m_findings.isEmpty());
    m_table->setVisible(!shown.isEmpty());
    setRemark(items::FindingsModel::summary(m_findings));
    // The first trouble opens by itself: nobody should have to look for it.
    if (m_model.rowCount() > 0) {
        const plan::Finding& first = m_model.finding(0);
        const bool isTrouble = first.severity == plan::Severity::Blocker || first.severity == plan::Severity::Warning;
        if (isTrouble && m_touched != first.id) {
            m_touched = first.id;
            m_table->selectRow(0);
        }
    }
    showDetail();
}

void FindingsCard::showDetail()
{
    const QModelIndex current = m_table->currentIndex();
    if (!current.isValid()) {
        m_detail->hide();
        return;
    }
    const plan::Finding& finding = m_model.finding(current.row());
    m_evidence->setText(finding.evidence);
    m_why->setText(finding.why);
    m_remedy->setText(finding.remedy);
    for (auto [name, value] : { std::pair { m_evidenceName, m_evidence }, { m_whyName, m_why }, { m_remedyName, m_remedy } }) {
        name->setVisible(!value->text().isEmpty());
        value->setVisible(!value->text().isEmpty());
    }
    const auto fix = m_page ? fixOf(finding) : std::nullopt;
    m_fix->setVisible(fix && (fix->page != *m_page || !fix->field.isEmpty()));
    m_fix->setText(fix ? fix->word : QString());
    m_detail->setVisible(!finding.evidence.isEmpty() || !finding.why.isEmpty() || !finding.remedy.isEmpty());
}

} // namespace cocoon::ui
