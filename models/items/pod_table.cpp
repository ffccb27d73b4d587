// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/pod_table.h"

#include "models/dashboard/age.h"
#include "models/items/pod_words.h"
#include "models/items/sort_key.h"

#include <QLocale>

namespace cocoon::items {

using namespace Qt::StringLiterals;
using dashboard::JoinedPod;
using dashboard::LostServer;
using dashboard::PodRow;
using dashboard::Server;

namespace {
    constexpr int kLostGroup = 0;
    const QString kDash = u"–"_s;

    bool isPodsOwn(int column)
    {
        switch (column) {
        case PodTable::Name:
        case PodTable::Namespace:
        case PodTable::Attested:
        case PodTable::Worker:
        case PodTable::Owner:
        case PodTable::InitdataKey:
        case PodTable::Ip: return true;
        default: return column >= PodTable::FixedColumns;
        }
    }

    bool isConfidential(const PodRow& pod, PodTable::Scope scope)
    {
        return scope == PodTable::Scope::All || pod.isConfidential();
    }
}

PodTable::PodTable(dashboard::PodStore& store, QObject* parent)
    : LiveTable(parent)
    , m_store(store)
{
    connect(&store, &dashboard::PodStore::changed, this, &PodTable::podsChanged);
    connect(&store, &dashboard::PodStore::lostChanged, this, &PodTable::lostChanged);
    connect(&store, &dashboard::PodStore::stateChanged, this, [this] {
        if (m_store.isOld() != m_wasOld) {
            m_wasOld = m_store.isOld();
            lostChanged();
            if (rowCount() > 0) {
                Q_EMIT dataChanged(index(0, Status), index(rowCount() - 1, Status), { MarkRole });
            }
        }
    });
    readAll();
}

QString PodTable::identityOf(const Ref& ref)
{
    return ref.vsi.isEmpty() ? ref.uid : ref.uid + u'/' + ref.vsi;
}

PodTable::Ref PodTable::refAt(int row) const
{
    if (row < 0 || row >= rowCount()) {
        return {};
    }
    const Slot& slot = slotAtIndex(slotAt(row));
    return { slot.uid, slot.vsi };
}

int PodTable::add(const Slot& slot)
{
    const QString identity = identityOf({ slot.uid, slot.vsi });
    const auto known = m_byIdentity.constFind(identity);
    int at = 0;
    if (known != m_byIdentity.constEnd()) {
        at = *known;
    } else if (!m_free.empty()) {
        at = m_free.back();
        m_free.pop_back();
    } else {
        at = static_cast<int>(m_slots.size());
        m_slots.emplace_back();
    }
    m_slots[static_cast<size_t>(at)] = slot;
    m_byIdentity.insert(identity, at);
    put(at);
    return at;
}

void PodTable::remove(const QString& identity)
{
    const auto known = m_byIdentity.constFind(identity);
    if (known != m_byIdentity.constEnd()) {
        drop(*known);
        m_leaving.push_back(*known);
        m_byIdentity.erase(known);
    }
}

void PodTable::settle()
{
    m_joinedUid.clear();
    flush();
    m_free.insert(m_free.end(), m_leaving.begin(), m_leaving.end());
    m_leaving.clear();
}

void PodTable::podsChanged(const QStringList& uids)
{
    m_joinedUid.clear();
    for (const QString& uid : uids) {
        const PodRow* pod = m_store.find(uid);
        const bool isShown = pod != nullptr && isConfidential(*pod, m_scope);
        QStringList further;
        if (isShown) {
            add({ uid, {}, 0 });
            int sequence = 0;
            const QList<Server> attempts = pod->isConfidential() ? joined(*pod).attempts : QList<Server>();
            for (const Server& attempt : attempts) {
                add({ uid, attempt.vsi.id, ++sequence });
                further.append(identityOf({ uid, attempt.vsi.id }));
            }
        } else {
            remove(uid);
        }
        for (const QString& identity : m_attempts.value(uid)) {
            if (!further.contains(identity)) {
                remove(identity);
            }
        }
        if (further.isEmpty()) {
            m_attempts.remove(uid);
        } else {
            m_attempts.insert(uid, further);
        }
    }
    settle();
}

void PodTable::lostChanged()
{
    QStringList now;
    for (const LostServer& lost : m_store.lost()) {
        add({ {}, lost.server.vsi.id, 0 });
        now.append(identityOf({ {}, lost.server.vsi.id }));
    }
    for (const QString& identity : std::as_const(m_lost)) {
        if (!now.contains(identity)) {
            remove(identity);
        }
    }
    m_lost = now;
    settle();
}

void PodTable::readAll()
{
    podsChanged(m_store.pods().keys());
    lostChanged();
}

void PodTable::setScope(Scope scope)
{
    if (m_scope != scope) {
        m_scope = scope;
        readAll();
    }
}

void PodTable::setExtraColumns(const QStringList& columns)
{
    exchangeColumns(m_extra, columns, FixedColumns);
}

void PodTable::setAttested(const QSet<QString>& uids)
{
    const QSet<QString> changed = (uids - m_attested) + (m_attested - uids);
    m_attested = uids;
    for (const QString& uid : changed) {
        if (m_byIdentity.contains(uid)) {
            put(m_byIdentity.value(uid));
        }
    }
    settle();
}

const JoinedPod& PodTable::joined(const PodRow& pod) const
{
    if (m_joinedUid != pod.uid) {
        m_joined = pod.isConfidential() ? m_store.joined(pod) : JoinedPod();
        m_joinedUid = pod.uid;
    }
    return m_joined;
}

const LostServer* PodTable::lostOf(const Slot& slot) const
{
    if (!slot.uid.isEmpty()) {
        return nullptr;
    }
    const QList<LostServer>& all = m_store.lost();
    const auto found = std::find_if(all.begin(), all.end(), [&slot](const LostServer& lost) { return lost.server.vsi.id == slot.vsi; });
    return found == all.end() ? nullptr : &*found;
}

QString PodTable::podText(const PodRow& pod, const JoinedPod& both, int column) const
{
    switch (column) {
    case Name: return pod.name;
    case Namespace: return pod.ns;
    case Status: return pod.isConfidential() ? stateWord(both.state, pod.status) : pod.status;
    case Ready: return u"%1/%2"_s.arg(pod.ready).arg(pod.containers);
    case Restarts: return QString::number(pod.restarts);
    case Attested: return m_attested.contains(pod.uid) ? tr("attested") : kDash;
    case Worker: return pod.node.isEmpty() ? kDash : pod.node;
    case Initdata: return initdataWord(both);
    case InitdataKey: return pod.initdataKey.isEmpty() || !pod.isConfidential() ? kDash : pod.initdataKey;
    case Owner: return pod.ownerKind.isEmpty() ? kDash : pod.ownerKind + u'/' + pod.ownerName;
    case Ip: return pod.ip.isEmpty() ? kDash : pod.ip;
    case Age: return dashboard::ageText(pod.created, QDateTime::currentMSecsSinceEpoch());
    default: break;
    }
    if (column >= FixedColumns) {
        return extraText(m_extra.value(column - FixedColumns), pod.labels, pod.annotations);
    }
    return both.server ? serverText(*both.server, column) : kDash;
}

QString PodTable::serverText(const Server& server, int column) const
{
    switch (column) {
    case VsiId: return server.vsi.id;
    case Tee: return server.vsi.mode.isEmpty() ? kDash : server.vsi.mode;
    case Profile: return server.vsi.profile.isEmpty() ? kDash : server.vsi.profile;
    case Zone: return server.vsi.zone.isEmpty() ? kDash : server.vsi.zone;
    case Ip: return server.vsi.ip.isEmpty() ? kDash : server.vsi.ip;
    case Age:
    case VsiAge: return server.vsi.created == 0 ? kDash : dashboard::ageText(server.vsi.created, QDateTime::currentMSecsSinceEpoch());
    case VsiState: return server.vsi.isKnown() ? server.vsi.status : tr("not known");
    case SecureBoot: return server.vsi.mode.isEmpty() ? kDash : secureBootWord(server.vsi);
    case Price: return server.vsi.usdPerHour < 0 ? kDash : (server.vsi.priceRecorded.isEmpty() ? QString() : u"≈ "_s) + QLocale().toString(server.vsi.usdPerHour, 'f', 3);
    default: return kDash;
    }
}

QString PodTable::text(int slot, int column) const
{
    const Slot& at = slotAtIndex(slot);
    if (at.uid.isEmpty()) {
        const LostServer* lost = lostOf(at);
        if (lost == nullptr) {
            return {};
        }
        return column == Name ? (lost->server.vsi.name.isEmpty() ? lost->server.peerPod.name : lost->server.vsi.name)
            : column == Namespace ? (lost->server.peerPod.ns.isEmpty() ? kDash : lost->server.peerPod.ns)
            : column == Status    ? lostText(*lost, m_store)
                                  : serverText(lost->server, column);
    }
    const PodRow* pod = m_store.find(at.uid);
    if (pod == nullptr) {
        return {};
    }
    const JoinedPod& both = joined(*pod);
    if (at.vsi.isEmpty()) {
        return podText(*pod, both, column);
    }
    for (const Server& attempt : both.attempts) {
        if (attempt.vsi.id == at.vsi) {
            return column == Name ? u"  ↳ "_s + (attempt.vsi.name.isEmpty() ? attempt.vsi.id : attempt.vsi.name)
                : column == Namespace ? pod->ns
                : column == Status    ? tr("Attempt: %1").arg(attempt.vsi.isKnown() ? attempt.vsi.status : tr("gone"))
                                      : serverText(attempt, column);
        }
    }
    return {};
}

Mark PodTable::markOf(int slot, int column) const
{
    const Slot& at = slotAtIndex(slot);
    if (column != Status && column != Attested) {
        return Mark::None;
    }
    if (at.uid.isEmpty()) {
        return column != Status ? Mark::None : m_store.isOld() ? Mark::Idle : Mark::Money;
    }
    const PodRow* pod = m_store.find(at.uid);
    if (pod == nullptr || column == Attested) {
        return pod != nullptr && at.vsi.isEmpty() && m_attested.contains(at.uid) ? Mark::Ok : Mark::None;
    }
    if (!at.vsi.isEmpty()) {
        return Mark::Money;
    }
    return items::markOf(*pod, pod->isConfidential() ? joined(*pod) : JoinedPod(), m_store);
}

QString PodTable::toolTip(int slot, int column) const
{
    const Slot& at = slotAtIndex(slot);
    const PodRow* pod = m_store.find(at.uid);
    const LostServer* lost = lostOf(at);
    const auto server = [&] { return lost != nullptr ? lost->server : pod != nullptr ? joined(*pod).server.value_or(Server()) : Server(); };
    if (column == Age || column == VsiAge) {
        const qint64 since = column == Age && pod != nullptr ? pod->created : server().vsi.created;
        return since == 0 ? QString() : QLocale().toString(QDateTime::fromMSecsSinceEpoch(since), QLocale::LongFormat);
    }
    if (column == Price) {
        return priceNote(server().vsi);
    }
    if (lost != nullptr) {
        return lost->evidence.join(u'\n');
    }
    if (column == Status && pod != nullptr) {
        return pod->isConfidential() ? joined(*pod).why : pod->message;
    }
    return text(slot, column);
}

QVariant PodTable::data(const QModelIndex& index, int role) const
{
    if (!index.isValid()) {
        return {};
    }
    const int slot = slotAt(index.row());
    switch (role) {
    case Qt::DisplayRole: return text(slot, index.column());
    case Qt::ToolTipRole: return toolTip(slot, index.column());
    case Qt::AccessibleTextRole: return index.column() == Name ? text(slot, Name) + u", "_s + text(slot, Status) : text(slot, index.column());
    case MarkRole: {
        const Mark mark = markOf(slot, index.column());
        return mark == Mark::None ? QVariant() : QVariant(static_cast<int>(mark));
    }
    case MonoRole: return index.column() == VsiId || index.column() == Tee || index.column() == Worker || index.column() == Ip || index.column() == Profile || index.column() == Price || index.column() == InitdataKey;
    case Qt::TextAlignmentRole: return index.column() == Price || index.column() == Restarts ? QVariant(static_cast<int>(Qt::AlignRight | Qt::AlignVCenter)) : QVariant();
    case WidestRole: return index.column() == Age || index.column() == VsiAge ? u"9m59s"_s : QVariant();
    case IdentityRole: return identityOf({ slotAtIndex(slot).uid, slotAtIndex(slot).vsi });
    default: return {};
    }
}

QVariant PodTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal) {
        return {};
    }
    if (role == Qt::TextAlignmentRole) {
        return section == Price || section == Restarts ? QVariant(static_cast<int>(Qt::AlignRight | Qt::AlignVCenter)) : QVariant(static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter));
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    return section < FixedColumns ? headerOf(section) : extraHeader(m_extra.value(section - FixedColumns));
}

QString PodTable::columnId(int column) const
{
    static const QStringList ids { u"name"_s, u"namespace"_s, u"status"_s, u"ready"_s, u"restarts"_s, u"vsi"_s, u"tee"_s, u"attested"_s, u"profile"_s, u"zone"_s, u"worker"_s,
        u"initdata"_s, u"owner"_s, u"ip"_s, u"age"_s, u"usdPerHour"_s, u"vsiState"_s, u"secureBoot"_s, u"vsiAge"_s, u"initdataKey"_s };
    return column < FixedColumns ? ids.value(column) : m_extra.value(column - FixedColumns);
}

QStringList PodTable::standardColumns() const
{
    return { u"name"_s, u"namespace"_s, u"status"_s, u"vsi"_s, u"tee"_s, u"attested"_s, u"worker"_s, u"age"_s, u"usdPerHour"_s };
}

QStringList PodTable::commonKeys(bool isLabel) const
{
    KeyCount count;
    for (const dashboard::PodRow& pod : m_store.pods()) {
        count.add(isLabel ? pod.labels : pod.annotations);
    }
    return count.commonest();
}

std::string PodTable::searchText(int slot) const
{
    const Slot& at = slotAtIndex(slot);
    QString all;
    const auto addServer = [&all](const Server& server) {
        all += u'\n' + server.vsi.id + u'\n' + server.vsi.name + u'\n' + server.vsi.ip + u'\n' + server.vsi.profile + u'\n' + server.vsi.zone + u'\n' + server.peerPod.name;
    };
    if (const LostServer* lost = lostOf(at)) {
        all = text(slot, Status) + u'\n' + lost->server.peerPod.ns;
        addServer(lost->server);
        return foldedText(all);
    }
    const PodRow* pod = m_store.find(at.uid);
    if (pod == nullptr) {
        return {};
    }
    const JoinedPod& both = joined(*pod);
    all = pod->name + u'\n' + pod->ns + u'\n' + podText(*pod, both, Status) + u'\n' + pod->node + u'\n' + pod->ip + u'\n' + pod->ownerName;
    for (auto it = pod->labels.begin(); it != pod->labels.end(); ++it) {
        all += u'\n' + it.key() + u'=' + it.value();
    }
    if (both.server) {
        addServer(*both.server);
    }
    // A pod is found by its attempts, and they stay under it.
    for (const Server& attempt : both.attempts) {
        addServer(attempt);
    }
    return foldedText(all);
}

std::string PodTable::sortKey(int slot, int column) const
{
    const Slot& at = slotAtIndex(slot);
    const LostServer* lost = lostOf(at);
    const PodRow* pod = m_store.find(at.uid);
    if (lost == nullptr && pod == nullptr) {
        return {};
    }
    switch (column) {
    case Age: return numberKey(-static_cast<double>(lost != nullptr ? lost->server.vsi.created : pod->created));
    case Restarts: return numberKey(pod != nullptr ? pod->restarts : 0);
    case Ready: return numberKey(pod != nullptr ? pod->ready : 0);
    case Price: {
        const double price = lost != nullptr ? lost->server.vsi.usdPerHour : joined(*pod).usdPerHour();
        return price < 0 ? unknownKey() : numberKey(price);
    }
    case VsiAge: {
        const qint64 made = lost != nullptr ? lost->server.vsi.created : joined(*pod).server ? joined(*pod).server->vsi.created : 0;
        return made == 0 ? unknownKey() : numberKey(-static_cast<double>(made));
    }
    default: break;
    }
    // Attempts stand where their pod stands. What the pod alone says needs no join, which is most of the work for fifty thousand.
    static const JoinedPod kNone;
    const QString shown = pod != nullptr ? podText(*pod, isPodsOwn(column) ? kNone : joined(*pod), column) : text(slot, column);
    return shown.isEmpty() || shown == kDash ? unknownKey() : naturalKey(shown);
}

std::string PodTable::tieKey(int slot) const
{
    const Slot& at = slotAtIndex(slot);
    const PodRow* pod = m_store.find(at.uid);
    if (pod == nullptr) {
        return naturalKey(text(slot, Name)) + '\n' + at.vsi.toStdString();
    }
    return naturalKey(pod->name) + '\n' + foldedText(pod->ns) + '\n' + foldedText(pod->uid) + static_cast<char>(at.sequence + 1);
}

int PodTable::group(int slot) const
{
    return slotAtIndex(slot).uid.isEmpty() ? kLostGroup : kLostGroup + 1;
}

} // namespace cocoon::items
