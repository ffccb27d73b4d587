// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cocoon/neighbours.h"

#include "services/coco/facts.h"

#include <algorithm>

namespace cocoon::app {

using namespace Qt::StringLiterals;
using dashboard::FleetCluster;

namespace {
    const QString kUnlisted = QStringLiteral("present"); ///< id of an open connection that is on no list

    FleetCluster presentOf(dashboard::Board& board)
    {
        setup::Desk& desk = board.desk();
        QList<world::Query> needs;
        FleetCluster cluster = dashboard::clusterOf(desk.world(), desk.intent(), board.scene(), board.attention(), desk.truth(), needs);
        cluster.findings.isKnown = cluster.findings.isKnown && desk.assessor().isComplete();
        cluster.isPresent = true;
        desk.want(u"fleet"_s, needs);
        return cluster;
    }
}

Neighbours::Neighbours(const ui::Program& program, Reach& reach, QObject* parent)
    : QObject(parent)
    , m_program(program)
    , m_reach(reach)
{
}

Neighbours::~Neighbours() = default;

void Neighbours::watch(const QString& id)
{
    m_all[id] = std::make_unique<Watched>();
    Watched* one = m_all[id].get();
    m_reach.find(id)->then(one, [this, one](const Result<Session::Options>& options) {
        if (options) {
            open(*one, *options);
        } else {
            one->error = options.error();
            Q_EMIT changed();
        }
    });
    Q_EMIT changed();
}

void Neighbours::open(Watched& one, const Session::Options& options)
{
    Session::Options with = options;
    with.stateDir = m_program.stateFolder();
    one.session = std::make_unique<Session>(std::move(with));
    Session* session = one.session.get();
    session->open()->then(session, [this, session, &one](const Result<Done>& opened) {
        if (!opened) {
            one.error = opened.error();
            Q_EMIT changed();
            return;
        }
        const Session::Options& way = session->options();
        one.reader = std::make_unique<dashboard::Neighbour>(
            dashboard::Neighbour::Parts { session->steps(), session->observer(), session->clock(), session->clusterDir(), way.cluster, way.profile.trustee });
        connect(one.reader.get(), &dashboard::Neighbour::changed, this, &Neighbours::changed);
        one.reader->setWatchful(m_isWatchful);
        one.reader->begin();
    });
}

void Neighbours::stop(const QString& id)
{
    if (m_all.erase(id) > 0) {
        Q_EMIT changed();
    }
}

void Neighbours::forgetUnlisted()
{
    const QList<ui::KnownConnection> known = m_program.known();
    QStringList gone;
    for (const auto& [id, one] : m_all) {
        if (std::none_of(known.begin(), known.end(), [&id = id](const ui::KnownConnection& connection) { return connection.id == id; })) {
            gone.append(id);
        }
    }
    for (const QString& id : std::as_const(gone)) {
        stop(id);
    }
}

void Neighbours::renew()
{
    QStringList moved;
    for (const auto& [id, one] : m_all) {
        // A half-written file is read again when it is whole.
        if (one->session && one->session->hasNewAccess().value_or(false)) {
            moved.append(id);
        }
    }
    for (const QString& id : std::as_const(moved)) {
        watch(id);
    }
}

void Neighbours::setWatchful(bool isWatchful)
{
    m_isWatchful = isWatchful;
    for (const auto& [id, one] : m_all) {
        if (one->reader) {
            one->reader->setWatchful(isWatchful);
        }
    }
}

QList<FleetCluster> Neighbours::clusters(const ui::KnownConnection& present, dashboard::Board* board) const
{
    const QList<ui::KnownConnection> known = m_program.known();
    QList<FleetCluster> all;
    const auto add = [&all](FleetCluster cluster, const ui::KnownConnection& connection) {
        cluster.id = connection.id.isEmpty() ? kUnlisted : connection.id;
        cluster.name = connection.name;
        all.append(cluster);
    };
    const bool isListed = std::any_of(known.begin(), known.end(), [](const ui::KnownConnection& one) { return one.isOpen; });
    if (board != nullptr && !isListed) {
        add(presentOf(*board), present);
    }
    for (const ui::KnownConnection& connection : known) {
        const auto watched = m_all.find(connection.id);
        if (board != nullptr && connection.isOpen) {
            add(presentOf(*board), connection);
        } else if (watched != m_all.end() && watched->second->reader) {
            add(watched->second->reader->cluster(), connection);
        } else {
            FleetCluster cluster;
            if (watched != m_all.end()) {
                cluster.error = watched->second->error;
                cluster.state = cluster.error.message.isEmpty() ? FleetCluster::State::Opening : FleetCluster::State::Lost;
            } else if (!connection.problem.isEmpty()) {
                cluster.error = Error { Errc::Invalid, connection.problem, {} };
            }
            add(cluster, connection);
        }
    }
    return all;
}

} // namespace cocoon::app
