// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/nodes/node_detail.h"

#include "models/dashboard/age.h"
#include "models/items/nodes_model.h"
#include "ui/nodes/span_bar.h"
#include "ui/nodes/state_strip.h"
#include "ui/pods/events_view.h"
#include "ui/pods/object_feed.h"
#include "ui/pods/yaml_view.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/facts_grid.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"

#include <QDateTimeEdit>
#include <QShortcut>
#include <QStackedWidget>
#include <QTabBar>

namespace cocoon::ui {

using namespace Qt::StringLiterals;
using dashboard::NodeTask;
using items::NodesModel;

namespace {
    constexpr int kBarDays = 7;
    constexpr int kMostPods = 8; ///< more are scrolled to
    const QString kStamp = u"yyyy-MM-dd HH:mm:ss"_s;

    QString stamp(const QDateTime& time)
    {
        return time.toLocalTime().toString(kStamp);
    }
}

NodeDetail::NodeDetail(const Theme& theme, dashboard::Board& board, QWidget* parent)
    : Card(QString(), parent)
    , m_theme(theme)
    , m_board(board)
    , m_reader(board.desk().connectCluster())
    , m_tabs(new QTabBar)
    , m_pages(new QStackedWidget)
    , m_yaml(new YamlView)
    , m_events(new EventsView(theme))
    , m_feed(new ObjectFeed(m_reader, *m_yaml, *m_events, this))
    , m_strip(new StateStrip(theme))
    , m_health(new Chip(theme))
    , m_cloud(new Chip(theme))
    , m_says(makeText({}, "muted"))
    , m_whyNot(makeText({}, "small"))
    , m_buttons(new FlowLayout)
    , m_facts(new FactsGrid)
    , m_pods(new DataTable(theme))
    , m_podsSay(makeText({}, "small"))
    , m_showPods(makeButton(tr("All pods of this worker"), "link"))
    , m_bar(new SpanBar(theme))
    , m_table(new DataTable(theme))
    , m_past(new QWidget)
    , m_noPast(makeText(tr("Nothing is recorded yet: it begins with the first look that is complete."), "muted"))
    , m_when(new QDateTimeEdit)
    , m_then(makeText({}, "muted"))
{
    auto* chips = new FlowLayout;
    chips->addWidget(m_health);
    chips->addWidget(m_cloud);
    content()->addLayout(chips);
    m_tabs->setObjectName(u"nodes.tabs"_s);
    dressTabs(m_tabs);
    m_tabs->setAccessibleName(tr("What is shown of it"));
    for (const QString& name : { tr("Overview"), tr("YAML"), tr("Events") }) {
        m_tabs->addTab(name);
    }
    content()->addWidget(m_tabs);
    content()->addWidget(m_pages, 1);
    auto* overview = new QWidget;
    auto* page = new QVBoxLayout(overview);
    page->setContentsMargins(0, 0, 0, 0);
    page->setSpacing(8);
    m_pages->addWidget(overview);
    m_pages->addWidget(m_yaml);
    m_pages->addWidget(m_events);
    connect(m_tabs, &QTabBar::currentChanged, m_pages, &QStackedWidget::setCurrentIndex);
    page->addWidget(m_strip);
    page->addWidget(m_says);
    m_buttons->setSpacing(8);
    addAction(NodeTask::Kind::Cordon, u"cordon"_s, tr("Cordon …"));
    addAction(NodeTask::Kind::Uncordon, u"uncordon"_s, tr("Uncordon …"));
    addAction(NodeTask::Kind::Drain, u"drain"_s, tr("Drain …"));
    addAction(NodeTask::Kind::Reboot, u"reboot"_s, tr("Reboot …"));
    page->addLayout(m_buttons);
    page->addWidget(m_whyNot);
    page->addWidget(m_facts);
    page->addLayout(makePods());
    page->addWidget(makeLabel(tr("States over time"), "section"));
    page->addWidget(m_noPast);
    auto* past = new QVBoxLayout(m_past);
    past->setContentsMargins(0, 0, 0, 0);
    past->setSpacing(8);
    past->addWidget(m_bar);
    m_table->setModel(&m_model);
    m_table->setObjectName(u"nodes.history"_s);
    setSpokenName(m_table, tr("States of the worker over time"));
    m_table->setShares({ 0, 1, 0 });
    m_table->setMostWidth(0, 180); // a moment is read whole
    m_table->fitRows(1, 6);
    past->addWidget(m_table);
    auto* then = new FlowLayout;
    then->addWidget(makeLabel(tr("What was it at"), "muted"));
    m_when->setObjectName(u"nodes.when"_s);
    setSpokenName(m_when, tr("Moment to look up"));
    m_when->setDisplayFormat(kStamp);
    then->addWidget(m_when);
    m_then->setObjectName(u"nodes.then"_s);
    past->addLayout(then);
    past->addWidget(m_then);
    page->addWidget(m_past);
    page->addStretch(1);
    connect(m_when, &QDateTimeEdit::dateTimeChanged, this, &NodeDetail::lookUp);
}

QLayout* NodeDetail::makePods()
{
    auto* column = new QVBoxLayout;
    column->setSpacing(8);
    column->addWidget(makeLabel(tr("Pods on this worker"), "section"));
    m_pods->setModel(&m_podsModel);
    m_pods->setObjectName(u"nodes.pods"_s);
    setSpokenName(m_pods, tr("Pods on this worker"));
    m_pods->setToolTip(tr("A double click or Enter opens the pod."));
    m_pods->setShares({ 1, 0, 0 });
    m_pods->setNeeds({ items::NodePodsModel::Name, items::NodePodsModel::State, items::NodePodsModel::Namespace });
    m_pods->setMostWidth(items::NodePodsModel::Namespace, 104); // the name is what pods are told apart by
    m_pods->fitRows(1, kMostPods);
    column->addWidget(m_pods);
    m_podsSay->setObjectName(u"nodes.podsSay"_s);
    column->addWidget(m_podsSay);
    m_showPods->setObjectName(u"nodes.showPods"_s);
    column->addWidget(m_showPods, 0, Qt::AlignLeft);
    const auto open = [this] {
        if (const QString uid = m_pods->currentIndex().data(items::IdentityRole).toString(); !uid.isEmpty()) {
            Q_EMIT opened(u"pods/"_s + uid);
        }
    };
    connect(m_pods, &QAbstractItemView::doubleClicked, this, open);
    for (const Qt::Key key : { Qt::Key_Return, Qt::Key_Enter }) {
        auto* enter = new QShortcut(key, m_pods, m_pods, open);
        enter->setContext(Qt::WidgetShortcut);
    }
    connect(m_showPods, &QPushButton::clicked, this, [this] { Q_EMIT opened(u"pods/on/"_s + m_node.name); });
    return column;
}

void NodeDetail::readAgain()
{
    m_feed->readSeen();
}

void NodeDetail::addAction(NodeTask::Kind kind, const QString& id, const QString& words)
{
    QPushButton* button = makeButton(words, "small");
    button->setObjectName(u"nodes."_s + id);
    m_buttons->addWidget(button);
    m_actions.append({ kind, button });
    connect(button, &QPushButton::clicked, this, [this, kind] { Q_EMIT wanted(NodeTask::make(kind, m_node.name, m_node.bootId, coco::Facts::builtIn())); });
}

void NodeDetail::show(const dashboard::NodeView& node)
{
    const bool isNews = !(m_node == node);
    m_node = node;
    setTitle(node.name);
    // The kubelet knows itself by its name alone, and writes that where others write an object's uid.
    m_feed->open({ { u"Node"_s, u"nodes"_s, {}, u"v1"_s, false }, {}, node.name, node.name });
    if (isNews) {
        m_feed->readSeen();
    }
    const dashboard::Part& part = m_board.scene().nodesPart;
    const bool isOld = part.state == dashboard::Part::State::Stale && part.since.isValid();
    setRemark(isOld ? tr("as it was %1 ago").arg(dashboard::howLong(part.since, QDateTime::currentDateTimeUtc())) : QString());
    m_strip->show(node);
    m_strip->setVisible(node.isWorker);
    m_health->show(NodesModel::healthMark(node), NodesModel::healthWord(node));
    const bool isNormal = node.cloudHealth == "normal"_L1;
    m_cloud->show(node.cloudHealth.isEmpty() ? items::Mark::Question : isNormal ? items::Mark::Ok
                                                                                : items::Mark::Warning,
        node.cloudHealth.isEmpty() ? tr("IBM Cloud: not known") : tr("IBM Cloud: %1, %2").arg(node.cloudState, node.cloudHealth));
    m_cloud->setToolTip(node.cloudMessage);
    m_says->setText(node.proof.isEmpty() ? node.says : node.says + u"  ·  "_s + node.proof);
    m_says->setVisible(!node.says.isEmpty());
    refreshFacts();
    refreshActions();
    refreshPods();
    refreshHistory();
    if (m_lookedUp != node.name && !m_model.sheet().rows.isEmpty()) { // the last change is what one asks about first
        m_lookedUp = node.name;
        m_when->setDateTime(QDateTime::fromString(m_model.sheet().rows.constFirst().constFirst(), kStamp));
    }
    lookUp();
}

void NodeDetail::refreshFacts()
{
    const auto known = [](const QString& text) { return text.isEmpty() ? tr("not known") : text; };
    const auto fact = [&known](const QString& name, const QString& id) { return FactsGrid::Fact { name, known(id), !id.isEmpty() }; };
    const QString restarts = m_node.adaptor.isEmpty() ? QString() : m_node.isAdaptorReady ? tr("ready, restarted %1 times").arg(m_node.adaptorRestarts)
                                                                                            : tr("not ready, restarted %1 times").arg(m_node.adaptorRestarts);
    m_facts->show({ fact(tr("Worker id"), m_node.workerId), fact(tr("Flavor"), m_node.flavor), fact(tr("Zone"), m_node.zone), { tr("System"), known(m_node.os) }, { tr("Kubelet"), known(m_node.version) },
        { tr("Adaptor"), m_node.adaptor.isEmpty() ? tr("none") : m_node.adaptor, !m_node.adaptor.isEmpty() }, { QString(), restarts },
        { tr("Confidential pods"), m_node.places < 0 ? tr("%1; it offers no places").arg(m_node.pods) : tr("%1 of %2 places (kata.peerpods.io/vm)").arg(m_node.used).arg(m_node.places) },
        fact(tr("Boot id"), m_node.bootId) });
}

void NodeDetail::refreshActions()
{
    QStringList reasons;
    for (const Action& action : std::as_const(m_actions)) {
        const QString why = dashboard::whyNot(action.kind, m_node, m_board.scene(), m_board.desk().world(), m_board.desk().isRunning());
        action.button->setEnabled(why.isEmpty());
        action.button->setToolTip(why.isEmpty() ? tr("Shows first what it would do.") : why);
        setSpokenDescription(action.button, why);
        // Of the pair that excludes each other only one is worth room.
        const bool isPair = action.kind == NodeTask::Kind::Cordon || action.kind == NodeTask::Kind::Uncordon;
        const bool isOther = isPair && (action.kind == NodeTask::Kind::Cordon) == m_node.isCordoned;
        action.button->setVisible(!isOther);
        if (!why.isEmpty() && !isOther && !reasons.contains(why)) {
            reasons.append(why);
        }
    }
    m_whyNot->setText(reasons.join(u' '));
    m_whyNot->setVisible(!reasons.isEmpty());
}

/// All pods of the cluster, while somebody watches them: what was read once is no answer later.
const dashboard::PodStore* NodeDetail::watchedPods() const
{
    const dashboard::PodStore* store = m_allPods ? m_allPods() : nullptr;
    return store != nullptr && store->state() == dashboard::PodStore::State::Live && !store->isPaused() && store->ns().isEmpty() ? store : nullptr;
}

void NodeDetail::refreshPods()
{
    m_podsModel.show(m_node.name, m_board.scene(), watchedPods());
    const dashboard::Part& part = m_board.scene().podsPart;
    m_pods->setEmptyText(part.isKnown() ? tr("No confidential pod is on it.") : QString());
    if (m_podsModel.rowCount() > 0) {
        setSpokenDescription(m_pods, tr("Enter opens the pod."));
    }
    m_pods->setVisible(part.isKnown() || m_podsModel.rowCount() > 0);
    m_showPods->setVisible(m_board.scene().onlyNamespace.isEmpty() && part.state != dashboard::Part::State::Forbidden);
    m_podsSay->setText(podsRemark());
    m_podsSay->setVisible(!m_podsSay->text().isEmpty());
}

/// Why these may not be all.
QString NodeDetail::podsRemark() const
{
    if (watchedPods() != nullptr) {
        return {};
    }
    const dashboard::Scene& scene = m_board.scene();
    switch (scene.podsPart.state) {
    case dashboard::Part::State::Loading: return tr("Pods are being read …");
    case dashboard::Part::State::Forbidden: return tr("These rights do not show pods: “list pods” is missing. Overview names the Role that would help.");
    case dashboard::Part::State::NoCredential:
    case dashboard::Part::State::Failed: return tr("The list of pods could not be read.");
    case dashboard::Part::State::Stale: return tr("as it was %1 ago").arg(dashboard::howLong(scene.podsPart.since, QDateTime::currentDateTimeUtc()));
    case dashboard::Part::State::Known: break;
    }
    if (!scene.onlyNamespace.isEmpty()) {
        return tr("These rights show the pods of namespace %1 only.").arg(scene.onlyNamespace);
    }
    return tr("Pods that are not confidential are watched only while the list of all pods is open.");
}

void NodeDetail::refreshHistory()
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const QDateTime from = now.addDays(-kBarDays);
    history::History& history = m_board.history();
    const QList<history::StateSpan> spans = history.states(u"node"_s, m_node.name, from, now);
    const QList<history::Watched> watched = history.watched(from, now);
    const QDateTime first = watched.isEmpty() ? from : qMax(from, watched.first().since);
    m_bar->show(spans, watched, first, now);
    m_past->setVisible(!spans.isEmpty());
    m_noPast->setVisible(spans.isEmpty());
    items::Sheet sheet;
    sheet.headers = { tr("FROM") + u" ("_s + now.toLocalTime().timeZoneAbbreviation() + u')', tr("STATE"), tr("FOR") };
    for (auto it = spans.crbegin(); it != spans.crend(); ++it) {
        const QDateTime end = it->until.isValid() ? it->until : now;
        sheet.rows.append({ stamp(it->since), NodesModel::historyWord(it->state), dashboard::secondsText(std::chrono::milliseconds(it->since.msecsTo(end))) });
    }
    m_model.show(sheet);
}

void NodeDetail::lookUp()
{
    // The field has whole seconds: the end of that second is meant.
    const QDateTime when = qMin(m_when->dateTime().toUTC().addMSecs(999), QDateTime::currentDateTimeUtc());
    const auto then = m_board.history().stateAt(u"node"_s, m_node.name, when);
    if (!then) {
        m_then->setText(tr("Nobody had seen this worker yet, or it was gone."));
    } else if (then->wasWatched) {
        m_then->setText(tr("It was %1, since %2.").arg(NodesModel::historyWord(then->span.state), stamp(then->span.since)));
    } else {
        m_then->setText(tr("Nobody looked then. Last seen before it, %1: %2.").arg(stamp(then->lastSeen), NodesModel::historyWord(then->span.state)));
    }
}

} // namespace cocoon::ui
