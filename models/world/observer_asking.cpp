// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/world/observer_p.h"

#include "models/world/cloud_answers.h"
#include "models/world/redaction.h"
#include "models/world/trustee_probe.h"
#include "services/base/log.h"
#include "services/ibm/cloud.h"
#include "services/net/stranger.h"

#include <algorithm>

namespace cocoon::world {

using namespace Qt::StringLiterals;
using std::chrono::seconds;

namespace {
    constexpr seconds kRetry { 5 };
    constexpr seconds kLongestRetry { 60 };
    constexpr seconds kServedInterval { 5 };
    constexpr seconds kDeniedInterval { 30 };

    // What we read of the user's own (files, a trustee's address) does not change by asking.
    bool mayBeAStranger(const Query& query, const Error& error, int inARow)
    {
        const bool isOurs = query.kind == "connection"_L1 || query.kind == "secret"_L1 || query.kind == "trustee"_L1;
        return !isOurs && net::mayBeAStranger(error, inARow);
    }

    // Doubling pauses; what only a person can put right is not asked as often as what heals by itself.
    milliseconds pauseAfter(const Error& error, int failures, bool mayPass = false)
    {
        const milliseconds first = mayPass || isRetryable(error.code) ? milliseconds(kRetry) : milliseconds(kRetry) * 4;
        const milliseconds pause = std::min<milliseconds>(first * (1 << std::min(failures - 1, 4)), kLongestRetry);
        const milliseconds told = error.retryAfter.value_or(milliseconds(0));
        return isRetryable(error.code) && told >= first ? told : std::max(pause, told); // who knows how long it takes has the word
    }

    template <class T>
    Job<QJsonValue>* mapped(Job<T>* job, QObject* parent, std::function<QJsonValue(const T&)> value)
    {
        return mapJob<QJsonValue, T>(job, parent, [value = std::move(value)](const Result<T>& r) -> Result<QJsonValue> {
            return r ? Result<QJsonValue>(value(*r)) : tl::unexpected(r.error());
        });
    }

    // The same, where "not there" is an answer.
    template <class T>
    Job<QJsonValue>* mappedOr(const QJsonValue& absent, Job<T>* job, QObject* parent, std::function<QJsonValue(const T&)> value)
    {
        return mapJob<QJsonValue, T>(job, parent, [absent, value = std::move(value)](const Result<T>& r) -> Result<QJsonValue> {
            if (!r && (r.error().code == Errc::NotFound || r.error().code == Errc::Invalid)) {
                return absent;
            }
            return r ? Result<QJsonValue>(value(*r)) : tl::unexpected(r.error());
        });
    }
}

bool Observer::Private::needsCluster(const Query& query)
{
    return query.kind == "connection"_L1 || query.kind.startsWith("kube."_L1);
}

const kube::Resource* Observer::Private::resolve(const QString& qualified) const
{
    if (const kube::Resource* known = kube::res::byQualifiedName(qualified)) {
        return known;
    }
    const auto it = discovered.constFind(qualified);
    return it == discovered.constEnd() ? nullptr : &*it;
}

void Observer::Private::ask(const QString& key)
{
    const auto it = questions.find(key);
    if (it == questions.end() || it->isBusy || (needsCluster(it->query) && !client)) {
        return;
    }
    it->isBusy = true;
    ++it->ticket;
    ++counts[it->query.kind];
    start(it->query)->then(&q, [this, key](const Result<QJsonValue>& result) { answered(key, result); });
}

Job<QJsonValue>* Observer::Private::start(const Query& query)
{
    if (query.kind == "connection"_L1) {
        return settledJob<QJsonValue>(&q, QJsonValue(sources.connectionFacts ? sources.connectionFacts() : QJsonObject()));
    }
    if (query.kind.startsWith("kube."_L1)) {
        return startKube(query);
    }
    if (query.kind.startsWith("ibm."_L1)) {
        if (sources.cloud == nullptr) {
            return settledJob<QJsonValue>(&q, fail(Errc::Unauthorized, Observer::tr("There is no credential for IBM Cloud.")));
        }
        return askCloud(*sources.cloud, query, &q);
    }
    if (query.kind == "trustee"_L1) {
        if (sources.probe == nullptr) {
            return settledJob<QJsonValue>(&q, fail(Errc::Precondition, Observer::tr("There is no way to reach a trustee.")));
        }
        return probeTrustee(*sources.probe, QUrl(query.args.value(0)), query.args.value(1).toLatin1(), &q);
    }
    if (query.kind == "secret"_L1) {
        return settledJob<QJsonValue>(&q, QJsonValue(heldFacts(query.args.value(0))));
    }
    return settledJob<QJsonValue>(&q, fail(Errc::Internal, u"Nobody answers the question %1."_s.arg(query.kind)));
}

QJsonObject Observer::Private::heldFacts(const QString& name) const
{
    const Secret secret = sources.secret ? sources.secret(name) : Secret();
    QJsonObject held { { u"held"_s, !secret.isEmpty() } };
    if (!secret.isEmpty()) {
        held.insert(u"digest"_s, secret.digest());
    }
    return held;
}

Job<QJsonValue>* Observer::Private::startKube(const Query& query)
{
    const QStringList& args = query.args;
    if (query.kind == "kube.version"_L1) {
        return mapped<kube::Version>(client->version(), &q, [](const kube::Version& version) {
            return QJsonObject {
                { u"gitVersion"_s, version.gitVersion },
                { u"major"_s, version.major },
                { u"minor"_s, version.minor },
            };
        });
    }
    if (query.kind == "kube.served"_L1) {
        return discover();
    }
    if (query.kind == "kube.canI"_L1) {
        const kube::Client::AccessQuestion question { args.value(0), args.value(1), args.value(2), args.value(3), args.value(4), {} };
        return mapped<bool>(client->canI(question), &q, [](const bool& allowed) { return QJsonValue(allowed); });
    }
    if (query.kind == "kube.log"_L1) {
        kube::LogOptions options;
        options.container = args.value(2);
        options.tailLines = args.value(3).toInt();
        options.previous = !args.value(4).isEmpty();
        // No pod, or a container that has not started: there is no log, and that is no failure.
        return mappedOr<QByteArray>(QJsonValue::Null, client->logs(args.value(0), args.value(1), options), &q,
            [](const QByteArray& text) { return QJsonValue(QString::fromUtf8(text)); });
    }
    const kube::Resource* resource = resolve(args.value(0));
    if (resource == nullptr) {
        return settledJob<QJsonValue>(&q, fail(Errc::Internal, u"Nobody knows the kind %1."_s.arg(args.value(0))));
    }
    const bool isSecret = *resource == kube::res::secrets;
    if (query.kind == "kube.object"_L1) {
        return mappedOr<QJsonObject>(QJsonValue::Null, client->get(*resource, args.value(1), args.value(2)), &q,
            [isSecret](const QJsonObject& object) { return redacted(object, isSecret); });
    }
    kube::ListOptions options;
    options.labelSelector = args.value(2);
    options.fieldSelector = args.value(3);
    return mappedOr<kube::ListResult>(QJsonArray(), client->list(*resource, args.value(1), options), &q,
        [isSecret](const kube::ListResult& list) {
            QJsonArray items;
            for (const QJsonObject& item : list.items) {
                items.append(redacted(item, isSecret));
            }
            return items;
        });
}

Job<QJsonValue>* Observer::Private::discover()
{
    return mapped<kube::Client::Discovery>(client->discover(), &q, [this](const kube::Client::Discovery& discovery) {
        QHash<QString, kube::Resource> now;
        for (const kube::Resource& resource : discovery.resources) {
            if (!now.contains(resource.qualified())) {
                now.insert(resource.qualified(), resource);
            }
        }
        // An aggregated API that does not answer for a moment is still served.
        for (const kube::Resource& resource : std::as_const(discovered)) {
            if (discovery.failedGroups.contains(resource.group) || discovery.failedGroups.contains(resource.apiVersion())) {
                now.insert(resource.qualified(), resource);
            }
        }
        QStringList names = now.keys();
        names.sort();
        const bool grew = std::any_of(names.cbegin(), names.cend(), [this](const QString& name) { return !discovered.contains(name); });
        discovered = now;
        hasDiscovered = true;
        if (grew) {
            watches.retryUnserved();
        }
        return QJsonArray::fromStringList(names);
    });
}

void Observer::Private::answered(const QString& key, const Result<QJsonValue>& result)
{
    const auto it = questions.find(key);
    if (it == questions.end()) {
        return;
    }
    Question& question = *it;
    question.isBusy = false;
    if (!question.isPolled && KubeWatches::isWatched(question.query)) {
        return; // a watch took over
    }
    const bool again = std::exchange(question.askAgain, false);
    if (result) {
        question.failures = 0;
        question.raw = *result;
        question.answeredAt = clock.monotonic();
        Answer answer;
        answer.state = Answer::State::Known;
        answer.value = *result;
        answer.observedAt = clock.now();
        publish(question, answer);
    } else {
        failed(question, result.error());
    }
    if (!question.isWanted) {
        return;
    }
    if (again) {
        ask(key);
        return;
    }
    milliseconds delay = interval(question);
    if (question.query.kind == "kube.served"_L1 && watches.hasUnresolved()) {
        delay = std::min<milliseconds>(delay, kServedInterval); // an operator is being installed, say
    }
    if (question.query.kind == "kube.canI"_L1 && !question.raw.toBool()) {
        delay = std::min<milliseconds>(delay, kDeniedInterval); // somebody is being asked for it; what is granted stays
    }
    if (KubeWatches::isWatched(question.query)) {
        delay = kRetry; // read one by one because listing is forbidden
    }
    if (!result) {
        delay = pauseAfter(result.error(), question.failures, mayBeAStranger(question.query, result.error(), question.failures));
    } else if (question.refreshUntil) {
        const bool isOver = question.raw != question.refreshBaseline || clock.monotonic() >= *question.refreshUntil
            || question.refreshStep >= delay;
        if (isOver) {
            question.refreshUntil.reset();
        } else {
            delay = std::min(delay, question.refreshStep);
            question.refreshStep *= 2;
        }
    }
    schedule(question, delay);
}

void Observer::Private::failed(Question& question, const Error& error)
{
    ++question.failures;
    if (mayBeAStranger(question.query, error, question.failures)) {
        if (question.answeredAt.count() < 0) {
            setPending(question); // what is known is of before a change: nothing may be concluded from it
        }
        return; // what was known stays, with its age; what was not is asked again before anything is said of it
    }
    const Answer before = world.answer(question.query);
    // One lost poll does not make a young answer useless.
    const bool isYoung = before.state == Answer::State::Known && question.answeredAt.count() >= 0
        && clock.monotonic() - question.answeredAt <= clock.deadline(question.query.maxAge);
    if (isYoung && isRetryable(error.code)) {
        qCDebug(lcPlan) << "no answer to" << question.query.kind << errcName(error.code) << "- keeping the last one for a while";
        return;
    }
    setFailed(question, error);
}

void Observer::Private::connectCluster()
{
    if (isConnecting || client) {
        return;
    }
    isConnecting = true;
    if (!sources.cluster) {
        connected(fail(Errc::Precondition, Observer::tr("No cluster is configured.")));
        return;
    }
    ++counts[u"connect"_s];
    sources.cluster()->then(&q, [this](const Result<kube::Client*>& result) { connected(result); });
}

void Observer::Private::connected(const Result<kube::Client*>& result)
{
    if (result) {
        isConnecting = false;
        connectFailures = 0;
        connectionError.reset();
        client = *result;
        watches.setClient(*result);
        heartbeat.setClient(*result);
        QStringList keys = questions.keys();
        keys.sort();
        for (const QString& key : std::as_const(keys)) {
            Question& question = questions[key];
            if (question.isWanted && needsCluster(question.query)) {
                begin(question);
            }
        }
        updateUnion();
        return;
    }
    // isConnecting stays set until the next attempt, so that questions in between get the same answer.
    ++connectFailures;
    const bool isOwnFile = result.error().code == Errc::Parse;
    const bool isSenseless = !isOwnFile && net::mayBeAStranger(result.error(), connectFailures);
    if (!isSenseless) {
        connectionError = result.error();
    }
    for (const Question& question : std::as_const(questions)) {
        if (!isSenseless && question.isWanted && needsCluster(question.query)) {
            setFailed(question, *connectionError);
        }
    }
    clock.after(pauseAfter(result.error(), connectFailures, isSenseless), &q, [this] {
        isConnecting = false;
        const bool isWanted = std::any_of(questions.cbegin(), questions.cend(),
            [](const Question& question) { return question.isWanted && needsCluster(question.query); });
        if (isWanted) {
            connectCluster();
        }
    });
}

} // namespace cocoon::world
