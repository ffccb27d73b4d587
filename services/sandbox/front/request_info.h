// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QUrlQuery>

namespace cocoon::sandbox {

/// What a path and a method ask for, in the words of Kubernetes' authorization (apiserver request info).
struct RequestInfo {
    bool isResource = false; ///< false = a "non-resource" path such as /version
    QString verb; ///< get list watch create update patch delete deletecollection; lower-case method otherwise
    QString group, version, resource, subresource, ns, name;
    QString path;

    /// "pods", "deployments.apps": how error messages name the kind.
    QString qualified() const { return group.isEmpty() ? resource : resource + u'.' + group; }

    static RequestInfo parse(const QByteArray& method, const QString& path, const QUrlQuery& query);
};

} // namespace cocoon::sandbox
