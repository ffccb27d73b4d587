// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/support/soak_server.h"

#include "services/base/json.h"

#include <QUrlQuery>

#include <algorithm>

namespace cocoon::test {

using namespace Qt::StringLiterals;

/// What is sent waits in `out` until it is fed, in pieces that end anywhere.
class SoakServer::Watch : public net::Stream {
public:
    using net::Stream::Stream;
    void close() override { isOver = true; }
    void write(const QByteArray&) override { }

    int sent = 0; ///< version up to which everything is in `out`
    int status = 200;
    QByteArray out;
    bool isOpen = false;
    bool isOver = false;
    bool endsAfterOut = false;
};

namespace {
    QByteArray line(const QByteArray& type, const QJsonObject& object)
    {
        return toJson(QJsonObject { { u"type"_s, QString::fromLatin1(type) }, { u"object"_s, object } }) + '\n';
    }

    QJsonObject goneStatus()
    {
        return { { u"kind"_s, u"Status"_s }, { u"status"_s, u"Failure"_s }, { u"code"_s, 410 }, { u"reason"_s, u"Expired"_s }, { u"message"_s, u"too old resource version"_s } };
    }
}

SoakServer::SoakServer(QRandomGenerator& random, QByteArray listKind, Make make)
    : m_random(random)
    , m_listKind(std::move(listKind))
    , m_make(std::move(make))
{
}

void SoakServer::tell(const QString& what)
{
    m_story.append(what);
    if (m_story.size() > 60) {
        m_story.removeFirst();
    }
}

void SoakServer::note(const QByteArray& type, const QJsonObject& object)
{
    m_history.append({ m_version, type, object });
}

void SoakServer::change()
{
    const QString ns = u"ns%1"_s.arg(m_random.bounded(4));
    const QString name = u"o%1"_s.arg(m_random.bounded(12));
    const QString key = ns + u'/' + name;
    const bool isThere = m_truth.contains(key);
    ++m_version;
    const auto versioned = [this](QJsonObject object) { return with(object, { u"metadata"_s, u"resourceVersion"_s }, QString::number(m_version)); };
    if (isThere && chance(35)) {
        tell(u"delete "_s + key);
        note("DELETED", versioned(m_truth.take(key)));
        return;
    }
    QJsonObject object = m_make(ns, name, ++m_made);
    const QString uid = isThere ? str(m_truth.value(key), { u"metadata", u"uid" }) : u"uid-%1"_s.arg(m_made);
    object.insert(u"metadata"_s, QJsonObject { { u"name"_s, name }, { u"namespace"_s, ns }, { u"uid"_s, uid }, { u"creationTimestamp"_s, u"2026-01-15T09:00:00Z"_s } });
    object = versioned(object);
    m_truth.insert(key, object);
    note(isThere ? "MODIFIED" : "ADDED", object);
    tell((isThere ? u"modify "_s : u"create "_s) + key);
}

void SoakServer::forgetPast()
{
    m_forgotten = std::max(m_forgotten, m_version - static_cast<int>(m_random.bounded(6))); // what is forgotten stays so
    m_history.removeIf([this](const Event& event) { return event.version <= m_forgotten; });
    if (chance(50)) {
        m_pages.clear(); // pages expire with it
    }
    tell(u"forget up to %1"_s.arg(m_forgotten));
}

net::Response SoakServer::refusal(int status, const QByteArray& reason)
{
    net::Response response;
    response.status = status;
    response.headers.add("Content-Type", "application/json");
    response.body = R"({"kind":"Status","status":"Failure","message":"no","reason":")" + reason + R"(","code":)" + QByteArray::number(status) + '}';
    return response;
}

Job<net::Response>* SoakServer::send(const net::Request& request)
{
    auto* job = new Job<net::Response>(this);
    m_waiting.append({ request, job });
    if (m_behaves) {
        step();
    }
    return job;
}

Result<net::Response> SoakServer::page(const net::Request& request)
{
    const QUrlQuery query(request.url);
    const QString token = query.queryItemValue(u"continue"_s, QUrl::FullyDecoded);
    Pages pages;
    if (token.isEmpty()) {
        pages = { m_version, m_truth.values() };
        std::shuffle(pages.left.begin(), pages.left.end(), m_random); // namespaces come in any order
    } else if (m_pages.contains(token)) {
        pages = m_pages.take(token);
    } else {
        return refusal(410, "Expired");
    }
    QJsonArray items;
    const qsizetype size = 1 + static_cast<qsizetype>(m_random.bounded(20));
    while (!pages.left.isEmpty() && items.size() < size) {
        items.append(pages.left.takeFirst());
    }
    QJsonObject metadata { { u"resourceVersion"_s, QString::number(pages.version) } };
    if (!pages.left.isEmpty()) {
        const QString next = u"page-%1"_s.arg(++m_made);
        m_pages.insert(next, pages);
        metadata.insert(u"continue"_s, next);
    }
    net::Response response;
    response.status = 200;
    response.headers.add("Content-Type", "application/json");
    response.body = toJson(QJsonObject { { u"kind"_s, QString::fromLatin1(m_listKind) }, { u"metadata"_s, metadata }, { u"items"_s, items } });
    return response;
}

void SoakServer::answer(const Listing& listing)
{
    if (!listing.job) {
        return;
    }
    const int luck = m_behaves ? 100 : static_cast<int>(m_random.bounded(100));
    Result<net::Response> result = luck < 5 ? fail(Errc::Network, u"cut"_s)
        : luck < 9                          ? fail(Errc::Timeout, u"silent"_s)
        : luck < 12                         ? Result<net::Response>(refusal(500, "InternalError"))
        : luck < 15                         ? Result<net::Response>(refusal(429, "TooManyRequests"))
        : luck < 18                         ? Result<net::Response>(refusal(410, "Expired"))
                                            : page(listing.request);
    if (luck >= 18 && luck < 22 && result) {
        result->body.chop(static_cast<qsizetype>(m_random.bounded(30)) + 1);
    }
    tell(u"answer a list: "_s + (result ? QString::number(result->status) : errcName(result.error().code)));
    listing.job->resolve(std::move(result));
}

net::Stream* SoakServer::open(const net::Request& request)
{
    auto* watch = new Watch(this);
    watch->sent = QUrlQuery(request.url).queryItemValue(u"resourceVersion"_s).toInt();
    m_watches.append(watch);
    tell(u"a watch from %1"_s.arg(watch->sent));
    if (watch->sent < m_forgotten) {
        if (chance(50)) {
            watch->status = 410;
        } else {
            watch->out = line("ERROR", goneStatus());
        }
        watch->endsAfterOut = true;
    }
    if (m_behaves) {
        QMetaObject::invokeMethod(this, &SoakServer::step, Qt::QueuedConnection);
    }
    return watch;
}

void SoakServer::feed(Watch& watch)
{
    const QPointer<Watch> alive(&watch);
    if (!watch.isOpen) {
        watch.isOpen = true;
        Q_EMIT watch.opened(watch.status, {});
        if (!alive || watch.isOver) {
            return;
        }
    }
    if (watch.status != 200) {
        watch.isOver = true;
        Q_EMIT watch.ended({ Errc::Gone, u"gone"_s, QString::fromUtf8(toJson(goneStatus())), watch.status });
        return;
    }
    if (!watch.endsAfterOut && watch.sent < m_forgotten) {
        watch.out += line("ERROR", goneStatus()); // it did not keep up
        watch.endsAfterOut = true;
    }
    if (!watch.endsAfterOut) {
        for (const Event& event : std::as_const(m_history)) {
            if (event.version > watch.sent) {
                const QByteArray text = line(event.type, event.object);
                watch.out += !m_behaves && chance(10) ? text + text : text;
                watch.sent = event.version;
            }
        }
    }
    const qsizetype size = m_behaves ? watch.out.size() : static_cast<qsizetype>(m_random.bounded(int(watch.out.size()) + 1));
    const QByteArray piece = watch.out.left(size);
    watch.out.remove(0, size);
    if (!piece.isEmpty()) {
        Q_EMIT watch.data(piece);
    }
    if (alive && !watch.isOver && watch.endsAfterOut && watch.out.isEmpty()) {
        watch.isOver = true;
        Q_EMIT watch.ended({ Errc::Cancelled, u"end"_s, {} });
    }
}

void SoakServer::disturb(Watch& watch)
{
    const int luck = static_cast<int>(m_random.bounded(100));
    if (luck < 30) {
        // A bookmark promises that everything before it was sent.
        const bool isComplete = watch.sent >= m_forgotten && (m_history.isEmpty() || watch.sent >= m_history.constLast().version);
        if (watch.isOpen && !watch.endsAfterOut && isComplete) {
            watch.sent = m_version;
            watch.out += line("BOOKMARK", { { u"metadata"_s, QJsonObject { { u"resourceVersion"_s, QString::number(m_version) } } } });
            tell(u"bookmark %1"_s.arg(m_version));
        }
        return;
    }
    watch.isOver = true;
    tell(u"end a watch"_s);
    const Errc code = luck < 50 ? Errc::Cancelled : luck < 75 ? Errc::Network : Errc::Timeout;
    Q_EMIT watch.ended({ code, u"scripted"_s, {} });
}

void SoakServer::step()
{
    m_watches.removeIf([](const QPointer<Watch>& watch) { return !watch || watch->isOver; });
    if (m_behaves) {
        const QList<Listing> waiting = std::exchange(m_waiting, {});
        for (const Listing& listing : waiting) {
            answer(listing);
        }
        for (const QPointer<Watch>& watch : QList(m_watches)) {
            if (watch) {
                feed(*watch);
            }
        }
        return;
    }
    const int luck = static_cast<int>(m_random.bounded(100));
    if (luck < 45) {
        change();
    } else if (luck < 60 && !m_waiting.isEmpty()) {
        answer(m_waiting.takeAt(static_cast<qsizetype>(m_random.bounded(int(m_waiting.size())))));
    } else if (luck < 90 && !m_watches.isEmpty()) {
        feed(*m_watches.at(static_cast<qsizetype>(m_random.bounded(int(m_watches.size())))));
    } else if (luck < 96 && !m_watches.isEmpty()) {
        disturb(*m_watches.at(static_cast<qsizetype>(m_random.bounded(int(m_watches.size())))));
    } else if (luck >= 98) {
        forgetPast();
    }
}

void SoakServer::behave()
{
    m_behaves = true;
    step();
}

bool SoakServer::isTold() const
{
    return m_waiting.isEmpty() && std::any_of(m_watches.begin(), m_watches.end(), [this](const QPointer<Watch>& watch) {
        return watch && watch->isOpen && !watch->isOver && watch->out.isEmpty() && watch->sent >= m_forgotten && (m_history.isEmpty() || watch->sent >= m_history.constLast().version);
    });
}

} // namespace cocoon::test
