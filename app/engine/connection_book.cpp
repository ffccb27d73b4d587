// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/connection_book.h"

#include "models/plan/intent_text.h"
#include "services/base/yaml.h"

#include <QDir>
#include <QFile>
#include <QSaveFile>

#include <algorithm>

namespace cocoon::app {

using namespace Qt::StringLiterals;

namespace {
    /// A file name that says which connection it is.
    QString stemOf(const QString& name)
    {
        QString stem;
        for (const QChar c : name) {
            stem.append(c.unicode() < 128 && (c.isLetterOrNumber() || c == u'-' || c == u'_') ? c.toLower() : u'-');
        }
        return stem.left(60);
    }

    /// A text as YAML on one line.
    QString oneLine(const QString& text)
    {
        return QString::fromUtf8(toYaml(text)).trimmed();
    }
}

ConnectionBook::ConnectionBook(QString folder)
    : m_folder(std::move(folder))
{
}

QString ConnectionBook::path(const QString& id) const
{
    return m_folder + u'/' + id + u".yaml"_s;
}

std::optional<ConnectionBook::Entry> ConnectionBook::entry(const QString& id) const
{
    if (id.isEmpty() || id.contains(u'/') || !QFile::exists(path(id))) {
        return std::nullopt;
    }
    Entry entry { id, path(id), {}, {} };
    Result<Profile> profile = Profile::load(entry.file);
    if (profile) {
        entry.profile = *std::move(profile);
    } else {
        entry.error = profile.error();
    }
    if (entry.profile.name.isEmpty()) {
        entry.profile.name = id;
    }
    return entry;
}

QList<ConnectionBook::Entry> ConnectionBook::entries() const
{
    QList<Entry> all;
    const QStringList files = QDir(m_folder).entryList({ u"*.yaml"_s }, QDir::Files, QDir::Name);
    for (const QString& file : files) {
        all.append(*entry(file.chopped(5)));
    }
    std::stable_sort(all.begin(), all.end(), [](const Entry& a, const Entry& b) { return a.profile.name.localeAwareCompare(b.profile.name) < 0; });
    return all;
}

Result<Done> ConnectionBook::write(const QString& id, const QByteArray& text) const
{
    QDir().mkpath(m_folder);
    QFile::setPermissions(m_folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    QSaveFile file(path(id));
    if (!file.open(QIODevice::WriteOnly) || file.write(text) < 0 || !file.commit()) {
        return fail(Errc::Io, tr("The connection cannot be written to %1: %2.").arg(path(id), file.errorString()));
    }
    return Done {};
}

Result<QString> ConnectionBook::add(const Profile& profile)
{
    const QString stem = stemOf(profile.name.isEmpty() ? u"connection"_s : profile.name);
    QString id = stem;
    for (int i = 2; QFile::exists(path(id)); ++i) {
        id = u"%1-%2"_s.arg(stem).arg(i);
    }
    const Result<Done> written = write(id, profile.toYaml());
    return written ? Result<QString>(id) : tl::unexpected(written.error());
}

Result<Done> ConnectionBook::edit(const QString& id, const QString& key, const QString& value)
{
    QFile file(path(id));
    if (!file.open(QIODevice::ReadOnly)) {
        return fail(Errc::Io, tr("The connection %1 cannot be read: %2.").arg(path(id), file.errorString()));
    }
    const QByteArray text = plan::setYamlField(file.readAll(), { key }, value);
    const Result<Profile> read = Profile::fromYaml(text, path(id), m_folder);
    return read ? write(id, text) : tl::unexpected(read.error());
}

Result<Done> ConnectionBook::rename(const QString& id, const QString& name)
{
    if (name.trimmed().isEmpty()) {
        return fail(Errc::Invalid, tr("A connection needs a name."));
    }
    return edit(id, u"name"_s, oneLine(name.trimmed()));
}

Result<Done> ConnectionBook::setProtected(const QString& id, bool isProtected)
{
    return edit(id, u"protected"_s, isProtected ? u"true"_s : u"false"_s);
}

Result<Done> ConnectionBook::setCluster(const QString& id, const Profile& of)
{
    Result<Done> written = Done {};
    for (const auto& [key, value] : { std::pair { u"cluster"_s, of.cluster }, { u"account"_s, of.account }, { u"region"_s, of.region }, { u"network"_s, of.network } }) {
        if (written && !value.isEmpty()) {
            written = edit(id, key, oneLine(value));
        }
    }
    return written;
}

Result<Done> ConnectionBook::remove(const QString& id)
{
    QFile file(path(id));
    if (!file.remove()) {
        return fail(Errc::Io, tr("%1 cannot be removed: %2.").arg(path(id), file.errorString()));
    }
    return Done {};
}

} // namespace cocoon::app
