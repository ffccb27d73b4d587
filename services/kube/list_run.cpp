// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/kube/list_run.h"

#include "services/base/json.h"

namespace cocoon::kube {

namespace {

    struct State {
        Requester& requester;
        ListRun run;
        Job<QString>* job;
    };

    /// Items of a list have no kind of their own; whoever keeps them needs it.
    void complete(QJsonObject& object, const Resource& resource, bool replaceKind)
    {
        if (replaceKind || !object.contains(QLatin1String("kind"))) {
            object.insert(QLatin1String("kind"), resource.kind);
        }
        if (replaceKind || !object.contains(QLatin1String("apiVersion"))) {
            object.insert(QLatin1String("apiVersion"), resource.apiVersion());
        }
    }

    void nextPage(const std::shared_ptr<State>& state, const QString& continueToken)
    {
        const ListRun& run = state->run;
        const net::Request request
            = state->requester.build().list(run.resource, run.ns, run.options, continueToken);
        Job<net::Response>* page = state->requester.sendChecked(request);
        QPointer<JobBase> guard(page);
        state->job->onCancel([guard] {
            if (guard) {
                guard->cancel();
            }
        });
        const QString action = actionOf(request);
        page->then(state->job, [state, continueToken, action](const Result<net::Response>& r) {
            ListRun& current = state->run;
            if (state->job->isSettled()) {
                return; // cancelled: whoever takes the items may be gone
            }
            if (!r) {
                if (r.error().code == Errc::Gone && !continueToken.isEmpty() && current.restarts > 0) {
                    --current.restarts;
                    if (current.onRestart) {
                        current.onRestart();
                    }
                    nextPage(state, {});
                    return;
                }
                state->job->resolve(tl::unexpected(r.error()));
                return;
            }
            QJsonObject metadata;
            QString next;
            const auto take = [&current](QJsonObject&& object) {
                complete(object, current.resource, current.options.metadataOnly);
                current.item(std::move(object));
            };
            const auto askOn = [&](const QJsonObject& rest) { // the server works at the next page while this one is taken in
                metadata = rest.value(QLatin1String("metadata")).toObject();
                next = metadata.value(QLatin1String("continue")).toString();
                if (!next.isEmpty()) {
                    nextPage(state, next);
                }
            };
            const Result<QJsonObject> rest = forEachItem(r->body, u"items", current.options.shape, take, askOn);
            if (!rest) {
                state->job->resolve(tl::unexpected(rest.error().during(action)));
            } else if (next.isEmpty()) {
                state->job->resolve(metadata.value(QLatin1String("resourceVersion")).toString());
            }
        });
    }

}

Job<QString>* ListRun::start(Requester& requester, ListRun run)
{
    auto* job = new Job<QString>(requester.owner());
    auto state = std::make_shared<State>(State { requester, std::move(run), job });
    nextPage(state, {});
    return job;
}

} // namespace cocoon::kube
