// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/kube/discovery_run.h"

#include "services/kube/discovery.h"

#include <map>

namespace cocoon::kube {

namespace {

    struct Run {
        Requester& requester;
        Job<Client::Discovery>* job;
        std::map<int, QList<Resource>> parts; ///< by the order in which they were asked, so that the result is stable
        QStringList failedGroups;
        int order = 0;
        int open = 0;
        std::vector<QPointer<JobBase>> jobs;
    };
    using RunPtr = std::shared_ptr<Run>;

    void finishWhenDone(const RunPtr& run)
    {
        if (--run->open > 0) {
            return;
        }
        Client::Discovery result;
        for (const auto& [order, resources] : run->parts) {
            result.resources += resources;
        }
        result.failedGroups = run->failedGroups;
        run->job->resolve(result);
    }

    void addFailed(const RunPtr& run, const QString& group)
    {
        if (!run->failedGroups.contains(group)) {
            run->failedGroups.append(group);
        }
    }

    void ask(const RunPtr& run, const net::Request& request, const QString& required, std::function<void(const Result<QJsonObject>&)> answer)
    {
        ++run->open;
        Job<QJsonObject>* job = run->requester.sendJson(request, required);
        run->jobs.emplace_back(job);
        job->then(run->job, [run, answer = std::move(answer)](const Result<QJsonObject>& r) {
            answer(r);
            finishWhenDone(run);
        });
    }

    void askGroupVersion(const RunPtr& run, const discovery::GroupVersion& gv)
    {
        const int order = run->order++;
        ask(run, run->requester.build().plain("GET", gv.path()), QStringLiteral("resources"), [run, gv, order](const Result<QJsonObject>& r) {
            if (r) {
                run->parts[order] = discovery::fromResourceList(gv, *r);
            } else if (r.error().code != Errc::NotFound) { // 404: the group went away meanwhile
                addFailed(run, gv.group);
            }
        });
    }

    void askRoot(const RunPtr& run, const QString& path)
    {
        net::Request request = run->requester.build().plain("GET", path);
        request.headers.set("Accept", discovery::aggregatedAccept());
        const int order = run->order++;
        ask(run, request, QStringLiteral("kind"), [run, order, action = actionOf(request)](const Result<QJsonObject>& r) {
            if (!r) {
                run->job->resolve(tl::unexpected(r.error()));
            } else if (const QString list = discovery::listIn(*r); !r->value(list).isArray()) { // must not pass for "it serves nothing"
                run->job->resolve(tl::unexpected(missingField(list).during(action)));
            } else if (discovery::isAggregated(*r)) {
                const discovery::Found found = discovery::fromAggregated(*r);
                run->parts[order] = found.resources;
                for (const QString& group : found.failedGroups) {
                    addFailed(run, group);
                }
            } else {
                const QList<discovery::GroupVersion> versions = discovery::groupVersions(*r);
                for (const discovery::GroupVersion& gv : versions) {
                    askGroupVersion(run, gv);
                }
            }
        });
    }

}

Job<Client::Discovery>* startDiscovery(Requester& requester)
{
    auto* job = new Job<Client::Discovery>(requester.owner());
    auto run = std::make_shared<Run>(Run { requester, job, {}, {}, 0, 0, {} });
    std::weak_ptr<Run> weak = run;
    job->onCancel([weak] {
        if (const RunPtr alive = weak.lock()) {
            for (const QPointer<JobBase>& one : alive->jobs) {
                if (one) {
                    one->cancel();
                }
            }
        }
    });
    askRoot(run, QStringLiteral("/api"));
    askRoot(run, QStringLiteral("/apis"));
    return job;
}

} // namespace cocoon::kube
