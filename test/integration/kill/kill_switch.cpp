// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/integration/kill/kill_switch.h"

#include "test/support/tap_transport.h"

#include <QRegularExpression>
#include <QUrlQuery>

#include <algorithm>
#include <csignal>
#include <unistd.h>

namespace cocoon::test {

using namespace Qt::StringLiterals;

class KillSwitch::Tap : public plan::Executor {
public:
    Tap(KillSwitch& owner, plan::Executor& senders)
        : m_owner(owner)
        , m_senders(senders)
    {
    }
    /// One at a time: a change that is under way when another one is struck would be made without being struck itself.
    Job<plan::Outcome>* execute(const plan::Change& change) override
    {
        auto* job = new Job<plan::Outcome>(this);
        m_waiting.append({ change, job });
        if (m_waiting.size() == 1) {
            next();
        }
        return job;
    }

private:
    void next()
    {
        const plan::Change change = m_waiting.first().first;
        m_owner.write({ "sent", m_owner.cell(change).toUtf8() });
        m_owner.strike(u"before"_s, change);
        m_owner.m_current = change;
        m_senders.execute(change)->then(this, [this, change](const Result<plan::Outcome>& outcome) {
            m_owner.m_current.reset();
            m_owner.strike(u"journal"_s, change);
            m_waiting.takeFirst().second->resolve(outcome);
            if (!m_waiting.isEmpty()) {
                next();
            }
        });
    }

    KillSwitch& m_owner;
    plan::Executor& m_senders;
    QList<std::pair<plan::Change, Job<plan::Outcome>*>> m_waiting; ///< the first is under way
};

KillSwitch::KillSwitch(const QString& file, const QStringList& points, bool eachPod)
    : m_file(file)
    , m_points(points.begin(), points.end())
    , m_eachPod(eachPod)
{
    if (!m_file.open(QIODevice::ReadWrite | QIODevice::Append | QIODevice::Unbuffered)) {
        qFatal("%s cannot be opened", qPrintable(file));
    }
    m_file.seek(0);
    for (const QByteArray& line : m_file.readAll().split('\n')) {
        const QByteArrayList words = line.split('\t');
        if (words.value(0) == "killed") {
            m_done.insert(words.value(1) + ' ' + words.value(2));
        }
    }
}

std::unique_ptr<net::Transport> KillSwitch::tap(net::Transport& wire)
{
    TapTransport::Watch watch;
    watch.onReply = [this](const net::Request& request, const Result<net::Response>& reply) {
        if (reply) {
            sawReply(request, reply->status);
        }
    };
    watch.onOpened = [this](const net::Request& request, int status) { sawReply(request, status); };
    return std::make_unique<TapTransport>(wire, watch);
}

std::unique_ptr<plan::Executor> KillSwitch::tap(plan::Executor& senders)
{
    return std::make_unique<Tap>(*this, senders);
}

QString KillSwitch::cell(const plan::Change& change) const
{
    static const QRegularExpression id(u"[ ]?[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}"_s);
    static const QRegularExpression podEnd(u"(-[0-9a-f]{10})?-[a-z0-9]{5}$"_s);
    if (change.target.operation == u"iam.deleteApiKey") {
        return u"delete api key"_s;
    }
    QString text = change.key;
    text.remove(id);
    if (change.verb == plan::Verb::Evict && !m_eachPod) {
        text.remove(podEnd);
    }
    return text;
}

void KillSwitch::write(const QByteArrayList& words)
{
    m_file.write(words.join('\t') + '\n');
}

void KillSwitch::strike(const QString& point, const plan::Change& change)
{
    const QByteArray name = cell(change).toUtf8();
    if (!m_points.contains(point) || m_done.contains(point.toUtf8() + ' ' + name)) {
        return;
    }
    write({ "killed", point.toUtf8(), name });
    ::kill(::getpid(), SIGKILL);
}

/// Questions, dry runs and the Lease change nothing; what does names what the change names.
bool KillSwitch::belongs(const net::Request& request) const
{
    const QString path = request.url.path();
    const bool asks = request.method == "GET" || path.endsWith(u"accessreviews") || QUrlQuery(request.url).hasQueryItem(u"dryRun"_s);
    if (!m_current || (asks && !path.endsWith(u"/exec")) || path.contains(u"/leases")) {
        return false;
    }
    if (m_current->target.operation == u"iam.createPolicy" && path.endsWith(u"/policies")) {
        return true; // it names its profile by the id, which the change learns only when it is made
    }
    QStringList names { m_current->target.name };
    for (const QJsonValue& value : m_current->target.args) {
        names.append(value.toString());
    }
    names.removeAll(QString());
    const QByteArray said = path.toUtf8() + '\n' + (request.secretBody ? request.secretBody->reveal() : request.body);
    return std::any_of(names.begin(), names.end(), [&said](const QString& name) { return said.contains(name.toUtf8()); });
}

void KillSwitch::sawReply(const net::Request& request, int status)
{
    if (!belongs(request)) {
        return;
    }
    const plan::Change change = *m_current;
    if (status < 300) {
        write({ "took", cell(change).toUtf8(), change.key.toUtf8(), request.method, request.url.path().toUtf8() });
    }
    strike(u"reply"_s, change);
}

} // namespace cocoon::test
