// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/host/clean_run.h"

#include "services/base/json.h"
#include "services/kube/object.h"
#include "services/sandbox/host/labelling_transport.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace cocoon::sandbox {

namespace {
    constexpr int kMostRounds = 120;

    bool isHook(const kube::Resource& resource)
    {
        return resource.group == "admissionregistration.k8s.io"_L1;
    }
    bool isFrame(const kube::Resource& resource)
    {
        return resource == kube::res::namespaces || resource.qualified() == kube::res::crds.qualified();
    }
}

CleanRun::CleanRun(kube::Client& client, Clock& clock, Job<int>* job)
    : QObject(job)
    , m_client(client)
    , m_clock(clock)
    , m_job(job)
{
}

Job<int>* CleanRun::start(kube::Client& client, Clock& clock)
{
    auto* job = new Job<int>(&client);
    auto* run = new CleanRun(client, clock, job);
    run->round();
    return job;
}

void CleanRun::round()
{
    if (++m_rounds > kMostRounds) {
        QStringList left;
        for (const Target& target : std::as_const(m_targets)) {
            left.append(target.resource.qualified() + u'/' + target.name);
        }
        m_job->resolve(fail(Errc::Timeout,
            u"Not everything of the sandbox could be removed: %1 remains. Something puts it back or holds it; end other sandboxes on this "
            u"server and clean again."_s.arg(left.mid(0, 8).join(u", "_s))));
        return;
    }
    m_targets.clear();
    m_client.discover()->then(this, [this](const Result<kube::Client::Discovery>& found) {
        if (!found) {
            m_job->resolve(tl::unexpected(found.error().during(u"find what the sandbox left"_s)));
            return;
        }
        QList<kube::Resource> kinds;
        QSet<QString> seen;
        for (const kube::Resource& kind : found->resources) {
            // Events come by two groups; one of them is enough. Reviews and bindings cannot be listed.
            if (!seen.contains(kind.qualified()) && kind.qualified() != "events.events.k8s.io"_L1 && kind.group != "authorization.k8s.io"_L1
                && kind.group != "authentication.k8s.io"_L1 && kind.plural != "bindings"_L1) {
                seen.insert(kind.qualified());
                kinds.append(kind);
            }
        }
        collect(kinds);
    });
}

void CleanRun::collect(const QList<kube::Resource>& kinds)
{
    m_open = 1;
    for (const kube::Resource& kind : kinds) {
        const bool all = m_kinds.contains(kind.qualified()) || kind == kube::res::pods || (kind.namespaced && !m_namespaces.isEmpty());
        kube::ListOptions options;
        options.metadataOnly = kind != kube::res::pods; // of a pod the node is needed too
        options.labelSelector = all ? QString() : kHostLabel + u'=' + kHostLabelValue;
        ++m_open;
        m_client.list(kind, {}, options)->then(this, [this, kind](const Result<kube::ListResult>& r) {
            if (r) {
                for (const QJsonObject& object : r->items) {
                    remember(kind, object);
                }
            } else if (r.error().code != Errc::NotFound && r.error().httpStatus != 405) {
                m_job->resolve(tl::unexpected(r.error().during(u"find what the sandbox left"_s)));
                return;
            }
            if (--m_open == 0) {
                act();
            }
        });
    }
    if (--m_open == 0) {
        act();
    }
}

void CleanRun::remember(const kube::Resource& kind, const QJsonObject& object)
{
    const QString name = kube::nameOf(object);
    const bool ours = kube::label(object, kHostLabel) == kHostLabelValue;
    if (!ours && !m_kinds.contains(kind.qualified()) && !m_namespaces.contains(kube::namespaceOf(object))
        && !(kind == kube::res::pods && m_nodes.contains(str(object, { u"spec", u"nodeName" })))) {
        return;
    }
    if (kind == kube::res::namespaces) {
        m_namespaces.insert(name);
    } else if (kind.qualified() == kube::res::crds.qualified()) {
        m_kinds.insert(name);
    } else if (kind == kube::res::nodes) {
        m_nodes.insert(name);
    }
    m_targets.append({ kind, kube::namespaceOf(object), name, !at(object, { u"metadata", u"finalizers" }).toArray().isEmpty(),
        kube::isBeingDeleted(object) });
}

void CleanRun::act()
{
    if (m_targets.isEmpty()) {
        m_job->resolve(static_cast<int>(m_removed.size()));
        return;
    }
    const auto only = [this](auto&& wanted) {
        QList<Target> some;
        std::copy_if(m_targets.cbegin(), m_targets.cend(), std::back_inserter(some), wanted);
        return some;
    };
    // The first round only learns what the labelled namespaces, kinds and nodes hold.
    QList<Target> now;
    if (m_rounds > 1) {
        now = only([](const Target& t) { return isHook(t.resource); });
        if (now.isEmpty()) {
            now = only([](const Target& t) { return !isFrame(t.resource) && !(t.resource == kube::res::nodes); });
        }
        if (now.isEmpty()) {
            now = m_targets;
        }
    }
    m_open = 1;
    for (const Target& target : std::as_const(now)) {
        remove(target);
    }
    stepDone();
}

void CleanRun::remove(const Target& target)
{
    m_removed.insert(target.resource.qualified() + u'/' + target.ns + u'/' + target.name);
    if (target.hasFinalizers && target.resource.qualified() != kube::res::crds.qualified()) {
        ++m_open;
        const QJsonObject none { { u"metadata"_s, QJsonObject { { u"finalizers"_s, QJsonValue::Null } } } };
        m_client.patch(target.resource, target.ns, target.name, kube::PatchType::Merge, none)->then(this, [this](const auto&) { stepDone(); });
    }
    if (target.resource == kube::res::namespaces && target.isGoing) {
        finalizeNamespace(target.name); // nothing is in it any more; a controller, where there is one, does the same
        return;
    }
    kube::DeleteOptions options;
    options.propagation = kube::Propagation::Background;
    options.gracePeriodSeconds = 0;
    ++m_open;
    m_client.remove(target.resource, target.ns, target.name, options)->then(this, [this](const auto&) { stepDone(); });
}

void CleanRun::finalizeNamespace(const QString& name)
{
    ++m_open;
    m_client.get(kube::res::namespaces, {}, name)->then(this, [this, name](const Result<QJsonObject>& r) {
        if (!r) {
            stepDone();
            return;
        }
        const QJsonObject body = with(*r, { u"spec"_s, u"finalizers"_s }, QJsonArray());
        m_client.raw("PUT", kube::res::namespaces.path({}, name, u"finalize"_s), toJson(body), "application/json")
            ->then(this, [this](const auto&) { stepDone(); });
    });
}

void CleanRun::stepDone()
{
    if (--m_open == 0) {
        m_clock.after(m_rounds > 1 ? 100ms : 0ms, this, [this] { round(); });
    }
}

} // namespace cocoon::sandbox
