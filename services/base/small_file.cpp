// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/base/small_file.h"

#include <QFile>
#include <QLocale>

namespace cocoon {

Result<QByteArray> readSmallFile(const QString& what, const QString& file, qint64 limit)
{
    QFile in(file);
    if (!in.open(QIODevice::ReadOnly)) {
        return fail(Errc::Io, QStringLiteral("The %1 %2 cannot be read: %3.").arg(what, file, in.errorString()));
    }
    QByteArray content = in.size() <= limit ? in.read(limit + 1) : QByteArray();
    if (in.size() > limit || content.size() > limit) {
        return fail(Errc::Invalid, QStringLiteral("The %1 %2 is larger than %3; it cannot be one.").arg(what, file, QLocale::c().formattedDataSize(limit, 0)));
    }
    if (in.error() != QFileDevice::NoError) { // a folder opens, but cannot be read
        return fail(Errc::Io, QStringLiteral("The %1 %2 cannot be read: %3.").arg(what, file, in.errorString()));
    }
    return content;
}

bool isOpenToOthers(const QString& file)
{
    return isWritableByOthers(file) || (!file.isEmpty() && (QFile::permissions(file) & (QFile::ReadGroup | QFile::ReadOther)) != QFile::Permissions());
}

bool isWritableByOthers(const QString& file)
{
    return !file.isEmpty() && (QFile::permissions(file) & (QFile::WriteGroup | QFile::WriteOther)) != QFile::Permissions();
}

} // namespace cocoon
