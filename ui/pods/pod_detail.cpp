// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pods/pod_detail.h"

#include "models/dashboard/age.h"
#include "models/dashboard/pod_start.h"
#include "models/dashboard/sighting.h"
#include "models/items/pod_words.h"
#include "services/base/json.h"
#include "ui/pods/events_view.h"
#include "ui/pods/log_view.h"
#include "ui/pods/object_feed.h"
#include "ui/pods/start_view.h"
#include "ui/pods/vsi_words.h"
#include "ui/pods/yaml_view.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/code_view.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/page_stack.h"
#include "ui/widgets/scroll_page.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QTabBar>
#include <QTimer>

namespace cocoon::ui {

using namespace Qt::StringLiterals;
using dashboard::JoinedPod;
using dashboard::LostServer;
using dashboard::PodRow;

PodDetail::PodDetail(const Theme& theme, dashboard::PodStore& store, dashboard::ClusterReader& reader, QWidget* parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_store(store)
    , m_reader(reader)
    , m_title(new ElidedLabel("section"))
    , m_subtitle(new ElidedLabel("muted"))
    , m_chip(new Chip(theme))
    , m_tabs(new QTabBar)
    , m_pages(new PageStack(theme))
    , m_yaml(new YamlView)
    , m_events(new EventsView(theme))
    , m_feed(new ObjectFeed(reader, *m_yaml, *m_events, this))
    , m_log(new LogView(theme, reader))
    , m_logs(makeButton(tr("Logs"), "small"))
    , m_copy(makeButton(tr("Copy as oc"), "small"))
    , m_remove(makeButton(tr("Remove …"), "small"))
{
    setObjectName(u"card"_s);
    setAccessibleName(tr("Details"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 14, 16, 14);
    column->setSpacing(8);
    auto* head = new QHBoxLayout;
    head->addWidget(m_title, 1);
    head->addWidget(m_chip);
    column->addLayout(head);
    column->addWidget(m_subtitle);
    m_tabs->setObjectName(u"pods.tabs"_s);
    dressTabs(m_tabs);
    m_tabs->setAccessibleName(tr("What is shown of it"));
    for (const QString& name : { tr("Overview"), tr("VSI"), tr("YAML"), tr("Events"), tr("Logs") }) {
        m_tabs->addTab(name);
    }
    m_tabs->setTabToolTip(Server, tr("PeerPod and VSI"));
    column->addWidget(m_tabs);
    column->addWidget(m_pages, 1);
    m_pages->addWidget(makeOverview());
    m_pages->addWidget(makeServer());
    m_pages->addWidget(m_yaml);
    m_pages->addWidget(m_events);
    m_pages->addWidget(m_log);
    column->addLayout(makeActions());
    connect(m_tabs, &QTabBar::currentChanged, this, &PodDetail::tabChanged);
    connect(m_feed, &ObjectFeed::objectRead, this, [this] {
        fillStart();
        fillContainers();
    });
    connect(m_feed, &ObjectFeed::eventsRead, this, &PodDetail::fillStart);
    connect(m_feed, &ObjectFeed::due, this, [this] {
        if (m_isStarting && m_startTitle->isVisible()) { // what holds a start up changes nothing in the pod
            m_feed->readEvents();
        }
    });
}

QLayout* PodDetail::makeActions()
{
    auto* row = new FlowLayout;
    row->setSpacing(8);
    m_logs->setObjectName(u"pods.logs"_s);
    m_copy->setObjectName(u"pods.copy"_s);
    setThemedIcon(m_copy, m_theme, u"copy"_s);
    m_remove->setObjectName(u"pods.remove"_s);
    m_remove->setToolTip(tr("Looks again first, and shows what it would do."));
    row->addWidget(m_remove);
    row->addWidget(m_logs);
    row->addWidget(m_copy);
    connect(m_remove, &QPushButton::clicked, this, [this] { Q_EMIT removeWanted(m_ref.vsi); });
    connect(m_logs, &QPushButton::clicked, this, [this] { openTab(Logs); });
    connect(m_copy, &QPushButton::clicked, this, [this] { copyWithWord(m_copy, m_command()); });
    return row;
}

void PodDetail::refreshActions()
{
    m_remove->setVisible(m_isOrphan && m_kind.kind.isEmpty());
    m_logs->setVisible(m_tabs->isTabVisible(Logs) && tab() != Logs);
    const QString command = m_command ? m_command() : QString();
    m_copy->setVisible(!command.isEmpty() && tab() != Logs); // a log needs the room, and has a copy of its own
    m_copy->setToolTip(command);
    if (!m_copy->property("copied").toBool()) {
        m_copy->setText(command.startsWith(u"oc ") ? tr("Copy as oc") : tr("Copy as ibmcloud"));
    }
}

void PodDetail::tick()
{
    refresh();
    m_events->refreshAges();
}

QWidget* PodDetail::makeOverview()
{
    auto* place = new QWidget;
    auto* column = new QVBoxLayout(makeScrollPage(place));
    column->setContentsMargins(0, 4, 6, 0);
    column->setSpacing(8);
    m_why = makeText({}, "");
    m_startTitle = makeLabel({}, "section");
    m_start = new StartView(m_theme);
    m_facts = new FactsGrid;
    column->addWidget(m_why);
    column->addWidget(m_startTitle);
    column->addWidget(m_start);
    column->addSpacing(4);
    column->addWidget(makeLabel(tr("Server"), "section"));
    column->addWidget(m_facts);
    m_evidenceTitle = makeLabel({}, "section");
    m_evidence = makeText({}, "muted");
    column->addWidget(m_evidenceTitle);
    column->addWidget(m_evidence);
    column->addWidget(makeNext());
    column->addStretch();
    return place;
}

QWidget* PodDetail::makeNext()
{
    m_next = new QWidget;
    auto* column = new QVBoxLayout(m_next);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    column->addWidget(makeText(tr("In a shell, after checking name, age and subnet:"), "muted"));
    m_nextCode = new CodeView(m_theme);
    setSpokenName(m_nextCode, tr("Command that removes it"));
    column->addWidget(m_nextCode);
    QPushButton* copy = makeButton(tr("Copy the command"), "small");
    copy->setObjectName(u"pods.copyRemoval"_s);
    connect(copy, &QPushButton::clicked, this, [this, copy] { copyWithWord(copy, m_nextCode->toPlainText()); });
    column->addWidget(copy, 0, Qt::AlignLeft);
    return m_next;
}

QWidget* PodDetail::makeServer()
{
    auto* place = new QWidget;
    m_servers = new QVBoxLayout(makeScrollPage(place));
    m_servers->setContentsMargins(0, 4, 6, 0);
    m_servers->setSpacing(14);
    m_servers->addStretch();
    return place;
}

PodDetail::Tab PodDetail::tab() const
{
    return static_cast<Tab>(m_tabs->currentIndex());
}

void PodDetail::openTab(Tab tab)
{
    m_tabs->setCurrentIndex(tab);
}

QString PodDetail::yaml() const
{
    return m_yaml->text();
}

void PodDetail::show(const items::PodTable::Ref& ref, bool isAttested)
{
    const bool isOther = items::PodTable::identityOf(ref) != items::PodTable::identityOf(m_ref) || !m_kind.kind.isEmpty();
    m_ref = ref;
    m_isAttested = isAttested;
    if (isOther) {
        m_kind = {};
        m_version.clear();
        m_feed->open({});
    }
    const bool isPod = !ref.uid.isEmpty();
    for (const Tab tab : { Yaml, Events, Logs }) {
        m_tabs->setTabVisible(tab, isPod);
    }
    m_tabs->setTabVisible(Overview, true);
    m_tabs->setTabVisible(Server, true);
    m_isOrphan = false;
    refresh();
    refreshActions();
}

void PodDetail::refresh()
{
    if (!m_kind.kind.isEmpty()) {
        return;
    }
    if (m_ref.uid.isEmpty()) {
        for (const LostServer& lost : m_store.lost()) {
            if (lost.server.vsi.id == m_ref.vsi) {
                fillLost(lost);
            }
        }
        return;
    }
    if (const PodRow* pod = m_store.find(m_ref.uid)) {
        fillPod(*pod);
    }
}

void PodDetail::fillPod(const PodRow& pod)
{
    const JoinedPod joined = pod.isConfidential() ? m_store.joined(pod) : JoinedPod();
    m_ns = pod.ns;
    m_name = pod.name;
    m_uid = pod.uid;
    m_title->setFullText(pod.name);
    m_subtitle->setFullText(tr("%1 · %2 · %3 of %4 ready").arg(pod.ns, pod.ownerKind.isEmpty() ? tr("bare pod") : pod.ownerKind + u' ' + pod.ownerName).arg(pod.ready).arg(pod.containers));
    m_chip->show(items::markOf(pod, joined, m_store), pod.isConfidential() ? items::stateWord(joined.state, pod.status) : pod.status);
    const QString why = pod.isConfidential() ? joined.why : pod.message;
    m_why->setText(why);
    m_why->setVisible(!why.isEmpty());
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    const dashboard::Vsi vsi = joined.server ? joined.server->vsi : dashboard::Vsi();
    QList<FactsGrid::Fact> facts;
    if (pod.isConfidential()) {
        facts = { { tr("VSI"), joined.server ? vsi.id : tr("none yet"), true }, { tr("State"), vsi.status.isEmpty() && joined.server ? tr("not known") : vsi.status },
            { tr("Profile"), profileText(vsi) }, { tr("Mode"), modeText(vsi) }, { tr("Zone"), vsi.zone, true },
            { tr("INITDATA"), initdataText(joined, pod, m_store.cloud().globalInitdata) },
            { tr("Attested"), m_isAttested ? tr("yes, proven from this computer") : tr("no proof made from this computer") }, { tr("Cost"), costText(vsi, now) } };
    } else {
        facts.append({ tr("Runtime"), pod.runtimeClass.isEmpty() ? tr("the worker's own; no pod VM") : pod.runtimeClass, false });
    }
    facts.append({ tr("Worker"), pod.node, true });
    facts.append({ tr("Pod IP"), pod.ip, true });
    facts.append({ tr("Restarts"), QString::number(pod.restarts), false });
    facts.append({ tr("Age"), dashboard::howLong(pod.created, now), false });
    facts.append({ tr("Seen here"), m_podStates ? podSeenText(m_podStates(pod.uid)) : QString(), false });
    m_facts->show(facts);
    for (QWidget* part : { static_cast<QWidget*>(m_evidenceTitle), static_cast<QWidget*>(m_evidence), m_next }) {
        part->hide();
    }

    QList<std::pair<QString, dashboard::Server>> servers;
    if (joined.server) {
        servers.append({ tr("In use"), *joined.server });
    }
    for (const dashboard::Server& attempt : joined.attempts) {
        servers.append({ tr("Left by an attempt before"), attempt });
    }
    showServers(servers);
    m_feed->open({ dashboard::ClusterReader::pods(), m_ns, m_name, m_uid });
    if (m_version != pod.version) { // what is read of the object is as old as that
        m_version = pod.version;
        read();
    }
    fillStart();
}

void PodDetail::fillLost(const LostServer& lost)
{
    const dashboard::Vsi& vsi = lost.server.vsi;
    m_title->setFullText(vsi.name.isEmpty() ? lost.server.peerPod.name : vsi.name);
    m_subtitle->setFullText(tr("%1 · made %2 ago").arg(vsi.zone, dashboard::howLong(vsi.created, QDateTime::currentMSecsSinceEpoch())));
    const bool isOld = m_store.isOld();
    m_chip->show(isOld ? items::Mark::Idle : items::Mark::Money, items::lostText(lost, m_store));
    m_isOrphan = lost.kind == LostServer::Kind::Orphan;
    m_remove->setEnabled(!isOld);
    m_why->setText(isOld                                ? tr("The cluster has not answered since %1. What has changed since then is unknown, and nothing is removed until it answers again.").arg(items::heardText(m_store))
            : m_isOrphan                              ? tr("No pod of this cluster owns this VSI, and it costs money every hour. Cocoon does not delete it on its own.")
            : lost.kind == LostServer::Kind::Unknown  ? tr("The cluster does not answer, so the owner of this VSI is unknown. It costs money meanwhile.")
            : lost.kind == LostServer::Kind::Leftover ? tr("The pod is gone, its PeerPod still holds this VSI, and it costs money every hour.")
                                                      : tr("No living pod of this cluster is known to own this VSI."));
    m_why->show();
    m_start->show({});
    m_startTitle->hide();
    m_facts->show({ { tr("VSI"), vsi.id, true }, { tr("State"), vsi.status }, { tr("Profile"), profileText(vsi) }, { tr("Mode"), modeText(vsi) }, { tr("Image"), vsi.imageName.isEmpty() ? vsi.imageId : vsi.imageName, true },
        { tr("VSI IP"), vsi.ip, true }, { tr("Cost"), costText(vsi, QDateTime::currentMSecsSinceEpoch()) } });
    const QString next = lost.kind == LostServer::Kind::Unclaimed ? tr("It may be a start under way, or another cluster's: ask there before you remove it.")
        : lost.kind == LostServer::Kind::Leftover  ? tr("The operator deletes it and then the PeerPod: see why it does not.")
                                                   : QString();
    m_evidenceTitle->setText(m_isOrphan ? tr("Why it is called an orphan") : tr("What was seen"));
    m_evidenceTitle->setVisible(!lost.evidence.isEmpty());
    m_evidence->setText((lost.evidence.isEmpty() ? QString() : u"• "_s + lost.evidence.join(u"\n• "_s)) + (next.isEmpty() ? QString() : u"\n\n"_s + next));
    m_evidence->show();
    if (const QString command = u"ibmcloud is instance-delete "_s + vsi.id; m_isOrphan && m_nextCode->toPlainText() != command) {
        m_nextCode->showText(command);
    }
    m_next->setVisible(m_isOrphan && !isOld);
    showServers({ { tr("Server"), lost.server } });
}

QList<history::StateSpan> PodDetail::statesOf(const QString& vsi) const
{
    return m_serverStates && !vsi.isEmpty() ? m_serverStates(vsi) : QList<history::StateSpan>();
}

QList<FactsGrid::Fact> PodDetail::serverFacts(const dashboard::Server& server) const
{
    const dashboard::Vsi& vsi = server.vsi;
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    const QString link = server.link == dashboard::Link::PeerPod ? tr("the VSI's id in the PeerPod") : server.link == dashboard::Link::Name ? tr("its name alone; no PeerPod has its id") : tr("nothing");
    return { { tr("PeerPod"), server.peerPod.name.isEmpty() ? tr("none") : server.peerPod.ns + u'/' + server.peerPod.name, true },
        { tr("Being deleted"), server.peerPod.deleting == 0 ? QString() : tr("since %1").arg(dashboard::howLong(server.peerPod.deleting, now)) },
        { tr("Matched by"), link }, { tr("VSI"), vsi.id, true }, { tr("Name"), vsi.name, true },
        { tr("State"), vsi.isKnown() ? vsi.status : m_store.cloud().areInstancesKnown ? tr("the VPC does not have it") : tr("not known: the cloud was not asked") },
        { tr("Reasons"), vsi.reasons.join(u'\n') }, { tr("Profile"), profileText(vsi) }, { tr("Mode"), modeText(vsi) }, { tr("Zone"), vsi.zone, true }, { tr("VSI IP"), vsi.ip, true },
        { tr("Subnet"), vsi.subnetId, true }, { tr("Image"), vsi.imageName.isEmpty() ? vsi.imageId : vsi.imageName, true },
        { tr("Seen here"), seenText(statesOf(vsi.id)) },
        { tr("Made"), vsi.created == 0 ? QString() : tr("%1 ago").arg(dashboard::howLong(vsi.created, now)) }, { tr("Cost"), costText(vsi, now) } };
}

void PodDetail::showServers(const QList<std::pair<QString, dashboard::Server>>& servers)
{
    if (m_shownServers == servers && m_servers->count() > 1) {
        for (qsizetype i = 0; i < m_serverFacts.size(); ++i) { // ages and costs; what somebody reads or selects is left alone
            m_serverFacts.at(i)->show(serverFacts(servers.at(i).second));
        }
        return;
    }
    m_shownServers = servers;
    m_serverFacts.clear();
    while (m_servers->count() > 1) {
        QLayoutItem* item = m_servers->takeAt(0);
        delete item->widget();
        delete item;
    }
    if (servers.isEmpty()) {
        m_servers->insertWidget(0, makeText(tr("No PeerPod and no VSI yet. The adaptor on the worker makes both when the kubelet asks for the sandbox."), "muted"));
    }
    for (qsizetype i = 0; i < servers.size(); ++i) {
        auto* card = new QWidget;
        auto* column = new QVBoxLayout(card);
        column->setContentsMargins(0, 0, 0, 0);
        column->setSpacing(6);
        column->addWidget(makeLabel(servers.at(i).first, "section"));
        m_serverFacts.append(new FactsGrid);
        m_serverFacts.last()->show(serverFacts(servers.at(i).second));
        column->addWidget(m_serverFacts.last());
        m_servers->insertWidget(static_cast<int>(i), card);
    }
}

void PodDetail::showObject(const dashboard::KindInfo& kind, const dashboard::KindPage::Row& row)
{
    const bool isOther = m_kind != kind || m_uid != row.uid || m_name != row.name || m_ns != row.ns;
    m_ref = {};
    m_kind = kind;
    m_ns = row.ns;
    m_name = row.name;
    m_uid = row.uid;
    m_title->setFullText(row.name);
    m_subtitle->setFullText(row.ns.isEmpty() ? kind.kind : row.ns + u" · "_s + kind.kind);
    m_chip->hide();
    for (const Tab tab : { Overview, Server, Logs }) {
        m_tabs->setTabVisible(tab, false);
    }
    m_tabs->setTabVisible(Yaml, true);
    m_tabs->setTabVisible(Events, true);
    if (tab() != Events) {
        openTab(Yaml);
    }
    refreshActions();
    m_feed->open({ kind, m_ns, m_name, m_uid });
    if (isOther || m_version != row.version) {
        m_version = row.version;
        read();
    }
}

void PodDetail::read()
{
    m_feed->readObject();
    m_feed->readEvents();
}

void PodDetail::readAgain()
{
    m_feed->readSeen();
}

void PodDetail::fillStart()
{
    const PodRow* pod = m_store.find(m_ref.uid);
    if (pod == nullptr || !pod->isConfidential() || m_feed->object().isEmpty()) {
        m_isStarting = false;
        m_start->show({});
        m_startTitle->hide();
        return;
    }
    const dashboard::JoinedPod joined = m_store.joined(*pod);
    const QDateTime ran = joined.server ? dashboard::ranSince(statesOf(joined.server->vsi.id)) : QDateTime();
    const QList<dashboard::StartPhase> phases = dashboard::startPhases(m_feed->object(), joined, m_feed->events(), ran.isValid() ? ran.toMSecsSinceEpoch() : 0);
    m_start->show(phases);
    m_startTitle->setVisible(!phases.isEmpty());
    m_isStarting = !phases.isEmpty() && phases.last().end == 0;
    if (!phases.isEmpty()) {
        const qint64 end = phases.last().end == 0 ? QDateTime::currentMSecsSinceEpoch() : phases.last().end;
        const QString took = dashboard::secondsText(std::chrono::milliseconds(end - phases.first().begin));
        m_startTitle->setText(m_isStarting ? tr("Starting for %1").arg(took) : tr("Start: %1").arg(took));
    }
}

void PodDetail::fillContainers()
{
    QStringList containers;
    for (const QString& list : { u"containers"_s, u"initContainers"_s }) {
        for (const QJsonValue& container : at(m_feed->object(), { u"spec", list }).toArray()) {
            containers.append(str(container, { u"name" }));
        }
    }
    m_log->show(m_ns, m_name, containers);
    const PodRow* pod = m_store.find(m_ref.uid);
    m_log->setRestarts(pod == nullptr ? 0 : pod->restarts);
}

void PodDetail::resizeEvent(QResizeEvent* event)
{
    QFrame::resizeEvent(event);
    showLog();
}

/// A log may need more height than there is beside the place's head: that gives way, once the detail is as high as it needs.
void PodDetail::showLog()
{
    if (tab() == Logs) {
        QTimer::singleShot(0, this, [this] { bringIntoView(this); });
    }
}

void PodDetail::tabChanged()
{
    m_pages->setCurrentIndex(m_tabs->currentIndex());
    m_log->setActive(tab() == Logs);
    refreshActions();
    showLog();
}

} // namespace cocoon::ui
