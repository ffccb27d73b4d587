// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/figure_card.h"

#include "models/dashboard/age.h"
#include "models/dashboard/attention.h"
#include "models/words/words.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/labels.h"

namespace cocoon::ui {

using namespace Qt::StringLiterals;
using dashboard::Part;
using items::Mark;

FigureCard::FigureCard(const Theme& theme, const QString& title, QWidget* parent)
    : QFrame(parent)
    , m_title(title)
    , m_figure(makeLabel({}, "figure"))
    , m_unit(makeLabel({}, "unit"))
    , m_chip(new Chip(theme))
    , m_age(new Chip(theme))
    , m_remark(makeText({}, "small"))
{
    setObjectName(u"card"_s);
    setSpokenName(this, title);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // all are equally wide, whatever they say
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 14, 16, 14);
    column->setSpacing(4);
    auto* name = new ElidedLabel("muted");
    name->setFullText(title);
    column->addWidget(name);
    auto* row = new QHBoxLayout;
    row->setSpacing(6);
    row->addWidget(m_figure, 0, Qt::AlignBaseline);
    row->addWidget(m_unit, 0, Qt::AlignBaseline);
    row->addStretch(1);
    column->addLayout(row);
    auto* foot = new QHBoxLayout;
    foot->setSpacing(6);
    foot->addWidget(m_chip);
    foot->addStretch(1);
    column->addLayout(foot);
    column->addWidget(m_age, 0, Qt::AlignLeft); // beside the other chip it would make its card wider than its neighbours
    column->addWidget(m_remark);
    column->addStretch(1);
    m_age->hide();
}

void FigureCard::show(const QString& figure, const QString& unit, Mark mark, const QString& word, const QString& remark)
{
    m_figure->setText(figure);
    m_unit->setText(unit);
    m_chip->show(mark, word);
    m_remark->setText(remark);
    m_remark->setVisible(!remark.isEmpty());
    setSpokenDescription(this, QStringList { figure, unit, word, remark }.join(u' '));
}

bool FigureCard::showPart(const Part& part, const QDateTime& now, bool isCut, bool isSaid)
{
    m_age->setVisible(false);
    setToolTip({});
    switch (part.state) {
    case Part::State::Known:
    case Part::State::Stale:
        if (part.isOldAt(now, isCut)) {
            m_age->show(Mark::Warning, tr("%1 old").arg(dashboard::howLong(part.since, now)));
        }
        if (part.state == Part::State::Known) {
            return false;
        }
        setToolTip(words::explain(part.error).text());
        return false;
    case Part::State::Loading: show(u"…"_s, {}, Mark::Progress, tr("being read")); return true;
    case Part::State::Forbidden: show(u"–"_s, {}, Mark::Question, tr("not allowed"), tr("the missing right is listed below")); break;
    case Part::State::NoCredential: show(u"–"_s, {}, Mark::Question, tr("no login"), tr("IBM Cloud is not asked")); break;
    case Part::State::Failed: show(u"–"_s, {}, Mark::Error, tr("not answered"), isSaid ? QString() : part.error.message); break;
    }
    setToolTip(words::explain(part.error).text());
    return true;
}

QString FigureCard::figure() const
{
    return m_figure->text();
}

} // namespace cocoon::ui
