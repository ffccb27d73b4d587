// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/error.h"
#include "services/kube/resource.h"

#include <QJsonObject>
#include <QList>
#include <QStringList>

// Readers of the discovery documents of an API server (pure).
namespace cocoon::kube::discovery {

/// The Accept header that asks for aggregated discovery and takes the plain form from older servers.
QByteArray aggregatedAccept();
bool isAggregated(const QJsonObject& document);
/// The field that holds what the document tells.
QString listIn(const QJsonObject& document);

struct Found {
    QList<Resource> resources;
    QStringList failedGroups; ///< marked stale by the aggregator and without resources
};
/// An APIGroupDiscoveryList (v2 or v2beta1): all versions, the server's preferred one first.
Found fromAggregated(const QJsonObject& document);

struct GroupVersion {
    QString group;
    QString version;
    QString path() const; ///< "/api/v1", "/apis/apps/v1"
};
/// APIVersions ("/api") or APIGroupList ("/apis"): what to ask next, preferred version of a group first.
QList<GroupVersion> groupVersions(const QJsonObject& document);
/// An APIResourceList; sub-resources ("pods/log") are left out.
QList<Resource> fromResourceList(const GroupVersion& gv, const QJsonObject& document);

} // namespace cocoon::kube::discovery
