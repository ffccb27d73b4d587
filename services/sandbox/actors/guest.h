// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/sandbox/actors/cloud_api_adaptor.h"

namespace cocoon::sandbox {

/// What runs inside a confidential VM, as far as somebody outside can notice: the agent policy that allows or denies exec, and
/// the REST API on 127.0.0.1:8006 that fetches a resource from the trustee named in INITDATA. `curl` of a container is answered
/// with curl's exit codes and words.
class Guest : public QObject {
    Q_OBJECT
public:
    Guest(NodeRuntime& runtime, CloudApiAdaptor& adaptor, QObject* parent = nullptr);

private:
    struct Curl {
        QString url;
        bool failOnError = false; ///< -f
        bool discard = false; ///< -o /dev/null
        QString format; ///< -w
    };
    using HttpAnswer = std::function<void(int status, const QByteArray& body)>;
    void exec(const QJsonObject& pod, const QStringList& command, const NodeRuntime::ExecDone& done);
    void curl(const CloudApiAdaptor::GuestFacts& facts, const Curl& options, const NodeRuntime::ExecDone& done);
    void fetchResource(const CloudApiAdaptor::GuestFacts& facts, const QString& path, const HttpAnswer& answer);

    CloudApiAdaptor& m_adaptor;
};

} // namespace cocoon::sandbox
