// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/profile.h"

#include <QCoreApplication>

#include <optional>

namespace cocoon::app {

/// The connections that the user keeps: one profile per file (`ID.yaml`) in a folder, never a secret. Files may be written by
/// hand too: what is changed here is changed in their text, so comments stay. A value over a folder; reads it anew each time.
class ConnectionBook {
    Q_DECLARE_TR_FUNCTIONS(cocoon::app::ConnectionBook)
public:
    struct Entry {
        QString id; ///< the file's name without its end; stays when the connection is renamed
        QString file;
        Profile profile;
        std::optional<Error> error; ///< the file cannot be read; names file, line and field
    };
    explicit ConnectionBook(QString folder);

    QString folder() const { return m_folder; }
    QList<Entry> entries() const; ///< by name
    std::optional<Entry> entry(const QString& id) const;
    Result<QString> add(const Profile& profile); ///< resolves with the new id
    Result<Done> rename(const QString& id, const QString& name);
    Result<Done> setProtected(const QString& id, bool isProtected);
    /// Which cluster of which account it is, and the way to IBM Cloud.
    Result<Done> setCluster(const QString& id, const Profile& of);
    Result<Done> remove(const QString& id);

private:
    QString path(const QString& id) const;
    Result<Done> write(const QString& id, const QByteArray& text) const;
    Result<Done> edit(const QString& id, const QString& key, const QString& value);
    QString m_folder;
};

} // namespace cocoon::app
