// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/front/request_info.h"

#include <QStringList>

using namespace Qt::StringLiterals;

namespace cocoon::sandbox {

namespace {
    QString verbOf(const QByteArray& method)
    {
        if (method == "POST") {
            return u"create"_s;
        }
        if (method == "PUT") {
            return u"update"_s;
        }
        if (method == "PATCH") {
            return u"patch"_s;
        }
        if (method == "DELETE") {
            return u"delete"_s;
        }
        return u"get"_s;
    }
    bool isTrue(const QString& value)
    {
        return value == "true"_L1 || value == "1"_L1;
    }
    QString nameFromFieldSelector(const QString& selector)
    {
        const QStringList terms = selector.split(u',');
        for (const QString& term : terms) {
            const QString prefix = u"metadata.name="_s;
            if (term.startsWith(prefix)) {
                return term.mid(term.startsWith(prefix + u'=') ? prefix.size() + 1 : prefix.size());
            }
        }
        return {};
    }
}

RequestInfo RequestInfo::parse(const QByteArray& method, const QString& path, const QUrlQuery& query)
{
    RequestInfo info;
    info.path = path;
    QStringList parts = path.split(u'/', Qt::SkipEmptyParts);
    const bool core = parts.value(0) == "api"_L1;
    if ((!core && parts.value(0) != "apis"_L1) || parts.size() < (core ? 3 : 4)) {
        info.verb = QString::fromLatin1(method).toLower();
        return info;
    }
    info.isResource = true;
    info.verb = verbOf(method);
    parts.removeFirst();
    if (!core) {
        info.group = parts.takeFirst();
    }
    info.version = parts.takeFirst();
    bool watchPrefix = false;
    if (parts.size() > 1 && parts.at(0) == "watch"_L1) { // the deprecated form /api/v1/watch/pods
        parts.removeFirst();
        watchPrefix = true;
    }
    if (parts.value(0) == "namespaces"_L1 && parts.size() > 1) {
        info.ns = parts.at(1);
        // "namespaces/x/status" and "/finalize" are parts of the namespace itself, not resources in it
        if (parts.size() > 2 && parts.at(2) != "status"_L1 && parts.at(2) != "finalize"_L1) {
            parts = parts.mid(2);
        }
    }
    info.resource = parts.value(0);
    info.name = parts.value(1);
    info.subresource = parts.value(2);
    if (info.name.isEmpty() && info.verb == "get"_L1) {
        info.verb = isTrue(query.queryItemValue(u"watch"_s)) || watchPrefix ? u"watch"_s : u"list"_s;
        // a list of one name may be granted by resourceNames
        info.name = nameFromFieldSelector(query.queryItemValue(u"fieldSelector"_s, QUrl::FullyDecoded));
    } else if (info.verb == "get"_L1 && watchPrefix) {
        info.verb = u"watch"_s;
    } else if (info.name.isEmpty() && info.verb == "delete"_L1) {
        info.verb = u"deletecollection"_s;
    }
    return info;
}

} // namespace cocoon::sandbox
