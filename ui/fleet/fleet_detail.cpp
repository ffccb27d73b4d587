// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/fleet/fleet_detail.h"

#include "models/dashboard/age.h"
#include "models/dashboard/attention.h"
#include "models/items/fleet_model.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/error_panel.h"
#include "ui/widgets/facts_grid.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"

namespace cocoon::ui {

using namespace Qt::StringLiterals;
using dashboard::FleetCluster;
using dashboard::FleetFact;
using dashboard::FleetField;
using items::FleetModel;

namespace {
    constexpr int kMostFindings = 5;
}

FleetDetail::FleetDetail(const Theme& theme, QWidget* parent)
    : Card(u" "_s, parent)
    , m_state(new Chip(theme))
    , m_says(makeText({}, "muted"))
    , m_error(new ErrorPanel(theme))
    , m_facts(new FactsGrid)
    , m_findings(makeText({}, "small"))
    , m_watch(makeButton(tr("Watch here"), "primary"))
    , m_stop(makeButton(tr("Stop watching"), "small"))
    , m_open(makeButton(tr("Open in this window"), "small"))
{
    addAction(m_state);
    auto* buttons = new FlowLayout;
    m_watch->setObjectName(u"fleet.watch"_s);
    m_watch->setToolTip(tr("Looks at it beside the open connection: nothing is changed or locked there."));
    m_stop->setObjectName(u"fleet.stop"_s);
    m_open->setObjectName(u"fleet.open"_s);
    m_open->setToolTip(tr("Closes what is open in this window and connects to it (Enter in the table)"));
    for (QPushButton* button : { m_watch, m_stop, m_open }) {
        buttons->addWidget(button);
    }
    content()->addWidget(m_says);
    content()->addLayout(buttons);
    content()->addWidget(m_error);
    content()->addWidget(m_facts);
    content()->addWidget(m_findings);
    content()->addStretch(1);
    connect(m_watch, &QPushButton::clicked, this, [this] { Q_EMIT watchWanted(m_cluster.id); });
    connect(m_stop, &QPushButton::clicked, this, [this] { Q_EMIT stopWanted(m_cluster.id); });
    connect(m_open, &QPushButton::clicked, this, [this] { Q_EMIT openWanted(m_cluster.id); });
}

void FleetDetail::show(const FleetCluster& cluster, const QDateTime& now)
{
    m_cluster = cluster;
    const bool hasError = !cluster.error.message.isEmpty();
    const bool isUnreadable = !cluster.isOpen() && hasError;
    setTitle(cluster.name);
    m_state->show(FleetModel::stateMark(cluster), FleetModel::stateWord(cluster, now));
    m_says->setText(cluster.isPresent ? tr("This window works on it.")
            : cluster.isOpen()        ? cluster.facts.isEmpty() ? QString() : tr("It is only looked at; nothing is changed or locked there.")
            : isUnreadable            ? QString() // the error says it
                                      : tr("It is not open, and nothing contacts it. Watching looks at it beside the open one, with the connection's own credential, and changes nothing there."));
    m_says->setVisible(!m_says->text().isEmpty());
    // The way back to the keyboard: a button that goes leaves the focus to the one that comes in its place.
    const bool hadFocus = m_watch->hasFocus() || m_stop->hasFocus();
    const bool isLost = cluster.state == FleetCluster::State::Lost && !cluster.isPresent;
    const bool needsLogin = isLost && cluster.error.code == Errc::Precondition; // trying again would fail the same way
    setStyled(m_open, "kind", needsLogin ? u"primary"_s : u"small"_s);
    setStyled(m_watch, "kind", needsLogin ? u"small"_s : u"primary"_s);
    m_watch->setText(isLost ? tr("Try again") : tr("Watch here"));
    setSpokenName(m_watch, isLost ? tr("Try again to watch %1").arg(cluster.name) : tr("Watch %1 here").arg(cluster.name));
    setSpokenName(m_stop, tr("Stop watching %1").arg(cluster.name));
    setSpokenName(m_open, tr("Open %1 in this window").arg(cluster.name));
    m_watch->setVisible((!cluster.isOpen() && !isUnreadable) || isLost);
    m_stop->setVisible(cluster.isOpen() && !cluster.isPresent);
    m_open->setVisible(!cluster.isPresent && !isUnreadable);
    if (hadFocus) {
        (m_watch->isVisibleTo(this) ? m_watch : m_stop)->setFocus(Qt::OtherFocusReason);
    }
    if (!hasError) {
        m_error->clear();
    } else if (!m_error->isVisibleTo(this) || m_shownError.message != cluster.error.message) { // somebody may be reading it
        words::Explanation explanation = words::explain(cluster.error);
        if (cluster.state == FleetCluster::State::Lost && cluster.error.code == Errc::Precondition) {
            explanation.doNext = tr("Connect to it once in this window and log in; then it can be watched.");
        }
        if (explanation.tried.isEmpty()) {
            explanation.tried = isUnreadable ? tr("read the connection %1").arg(cluster.name) : tr("look at %1").arg(cluster.name);
        }
        m_error->show(explanation, cluster.error.detail);
    }
    m_shownError = cluster.error;
    showFacts(now);
}

void FleetDetail::showFacts(const QDateTime& now)
{
    const FleetCluster& cluster = m_cluster;
    const bool hasFacts = !cluster.facts.isEmpty();
    m_facts->setVisible(hasFacts);
    m_findings->setVisible(!cluster.findings.titles.isEmpty());
    if (!hasFacts) {
        return;
    }
    const FleetFact initdata = cluster.fact(FleetField::Initdata);
    const QString image = cluster.fact(FleetField::Image).text;
    const QString workers = cluster.workers < 0 ? tr("not known") : tr("%1 of %2 workers").arg(cluster.installed).arg(cluster.workers);
    m_facts->show({
        { tr("Cluster"), cluster.cluster },
        { tr("Region"), cluster.region },
        { tr("Installed"), cluster.installer.isEmpty() ? workers : tr("%1 by %2").arg(workers, cluster.installer) },
        { tr("KataConfig"), cluster.workers < 0 ? QString() : cluster.hasKataConfig ? tr("there") : tr("none") },
        { tr("Pod VM image"), !cluster.imageMade.isValid() ? image : tr("%1, %2 old").arg(image, dashboard::howLong(cluster.imageMade, now)) },
        { tr("INITDATA"), initdata.text, initdata.isKnown() && !initdata.isNone },
        { tr("Trustee"), cluster.fact(FleetField::Trustee).text },
        { tr("VSIs"), cluster.machines < 0 ? tr("not known") : QString::number(cluster.machines) },
        { tr("Cost"), cluster.usdPerHour < 0 ? tr("not known") : tr("%1 USD/h").arg(FleetModel::costWord(cluster, now)) },
        { tr("Findings"), FleetModel::findingsWord(cluster.findings) },
    });
    QStringList lines = cluster.findings.titles.mid(0, kMostFindings);
    if (cluster.findings.titles.size() > kMostFindings) {
        lines.append(u"…"_s);
    }
    m_findings->setText(lines.join(u'\n'));
}

} // namespace cocoon::ui
