// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/sandbox/cloud/cloud_call.h"
#include "services/sandbox/cloud/cloud_state.h"
#include "services/sandbox/cloud/vpc_images.h"
#include "services/sandbox/cloud/vpc_instances.h"

namespace cocoon::sandbox {

/// The VPC API of every region: /vpc/<region>/v1/…. Checks version and generation, rights, and pages lists; the parts with a
/// life of their own (images, instances) are classes beside it.
class VpcService {
public:
    explicit VpcService(CloudState& state);
    Reply handle(const Call& call);
    VpcInstances& instances() { return m_instances; }
    VpcImages& images() { return m_images; }

private:
    Reply keys(const Call& call);
    Reply createKey(const Call& call);
    Reply network(const Call& call);
    Reply securityGroups(const Call& call);
    Reply rules(const Call& call);
    Reply regions(const Call& call);
    Reply volumes(const Call& call);

    CloudState& m_state;
    VpcImages m_images;
    VpcInstances m_instances;
};

/// One page of a list by limit and start token, with first/next/limit/total_count.
Reply vpcPage(const CloudState& state, const Call& call, const QString& key, const QList<QJsonObject>& all);
/// GET or 404 of one object, with its ETag.
Reply vpcObject(const QJsonObject& object, const QString& what, const QString& id, int status = 200);
/// ETag of an object's present state.
QByteArray etagOf(const QJsonObject& object);

} // namespace cocoon::sandbox
