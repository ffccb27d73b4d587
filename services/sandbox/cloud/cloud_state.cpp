// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/cloud/cloud_state.h"

#include "services/base/json.h"
#include "services/base/log.h"

#include <QCryptographicHash>
#include <QFile>
#include <QSaveFile>
#include <QTimer>

namespace cocoon::sandbox {

namespace {

    constexpr int kSaveDelayMs = 200;
    const QString kCollections = QStringLiteral("collections");
    const QString kFacts = QStringLiteral("facts");
    const QString kCount = QStringLiteral("count");
    const QString kSeed = QStringLiteral("seed");

} // namespace

CloudState::CloudState(Clock& clock, CloudSim::Options options, QObject* parent)
    : QObject(parent)
    , m_clock(clock)
    , m_options(std::move(options))
{
    load();
}

QJsonObject CloudState::get(const QString& collection, const QString& id) const
{
    return find(collection, u"id", id);
}

QJsonObject CloudState::find(const QString& collection, QStringView key, const QString& value) const
{
    const auto list = m_collections.constFind(collection);
    if (list != m_collections.constEnd()) {
        for (const QJsonObject& object : *list) {
            if (object.value(key).toString() == value) {
                return object;
            }
        }
    }
    return {};
}

void CloudState::put(const QString& collection, const QJsonObject& object)
{
    QList<QJsonObject>& list = m_collections[collection];
    const QString id = object.value(u"id").toString();
    for (QJsonObject& known : list) {
        if (known.value(u"id").toString() == id) {
            known = object;
            touch();
            return;
        }
    }
    list.append(object);
    touch();
}

bool CloudState::remove(const QString& collection, const QString& id)
{
    QList<QJsonObject>& list = m_collections[collection];
    const auto gone = list.removeIf([&id](const QJsonObject& object) { return object.value(u"id").toString() == id; });
    if (gone > 0) {
        touch();
    }
    return gone > 0;
}

void CloudState::setFact(const QString& name, const QString& value)
{
    m_facts.insert(name, value);
    touch();
}

QJsonValue CloudState::fault(const QString& key) const
{
    if (m_options.faults.contains(key)) {
        return m_options.faults.value(key);
    }
    const qsizetype dot = key.indexOf(u'.');
    if (dot < 0) {
        return QJsonValue::Undefined;
    }
    const QJsonValue group = m_options.faults.value(key.left(dot));
    return group.isObject() ? group.toObject().value(key.mid(dot + 1)) : QJsonValue(QJsonValue::Undefined);
}

QString CloudState::hex(int digits)
{
    const QByteArray text = QByteArray::number(m_options.seed) + '/' + QByteArray::number(m_count++);
    return QString::fromLatin1(QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex().left(digits));
}

QString CloudState::uuid()
{
    QString digits = hex(32);
    digits[12] = u'4';
    digits[16] = u'a';
    return QStringLiteral("%1-%2-%3-%4-%5")
        .arg(digits.mid(0, 8), digits.mid(8, 4), digits.mid(12, 4), digits.mid(16, 4), digits.mid(20, 12));
}

quint32 CloudState::number(quint32 below)
{
    return hex(8).toUInt(nullptr, 16) % below;
}

QString CloudState::stamp() const
{
    return m_clock.now().toUTC().toString(QStringLiteral("yyyy-MM-ddTHH:mm:ssZ"));
}

void CloudState::touch()
{
    if (m_options.stateFile.isEmpty() || m_isDirty) {
        return;
    }
    m_isDirty = true;
    QTimer::singleShot(kSaveDelayMs, this, [this] {
        if (m_isDirty) {
            save();
        }
    });
}

void CloudState::save()
{
    m_isDirty = false;
    if (m_options.stateFile.isEmpty()) {
        return;
    }
    QJsonObject collections;
    for (auto it = m_collections.cbegin(); it != m_collections.cend(); ++it) {
        QJsonArray list;
        for (const QJsonObject& object : it.value()) {
            list.append(object);
        }
        collections.insert(it.key(), list);
    }
    const QJsonObject document {
        { kSeed, static_cast<qint64>(m_options.seed) },
        { kCount, m_count },
        { kFacts, m_facts },
        { kCollections, collections },
    };
    QSaveFile file(m_options.stateFile);
    // It holds the keys that the simulated IAM gave out.
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner)
        || file.write(toJson(document)) < 0 || !file.commit()) {
        qCWarning(lcSandbox, "the cloud's state could not be written to %s", qPrintable(m_options.stateFile));
    }
}

void CloudState::load()
{
    if (m_options.stateFile.isEmpty() || !QFile::exists(m_options.stateFile)) {
        return;
    }
    QFile file(m_options.stateFile);
    const auto document = file.open(QIODevice::ReadOnly) ? parseJsonObject(file.readAll())
                                                         : Result<QJsonObject>(fail(Errc::Io, file.errorString()));
    if (!document) {
        qCWarning(lcSandbox, "the cloud's state in %s cannot be read; a new world begins", qPrintable(m_options.stateFile));
        return;
    }
    m_count = document->value(kCount).toInteger();
    m_options.seed = static_cast<quint32>(document->value(kSeed).toInteger(m_options.seed));
    m_facts = document->value(kFacts).toObject();
    const QJsonObject collections = document->value(kCollections).toObject();
    for (auto it = collections.begin(); it != collections.end(); ++it) {
        QList<QJsonObject>& list = m_collections[it.key()];
        for (const QJsonValue& object : it.value().toArray()) {
            list.append(object.toObject());
        }
    }
    m_isResumed = true;
}

} // namespace cocoon::sandbox
