// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/cluster_reader.h"
#include "services/kube/client.h"

namespace cocoon::test {

/// A cluster for a view that reads by itself: answers each path as the test says, as often as it is asked.
class AnsweringServer : public net::Transport {
public:
    AnsweringServer();
    QHash<QString, QByteArray> bodies; ///< by path, without the query; others are not found
    int status = 200; ///< of all; others than this are a Status of the API server
    bool isCut = false; ///< nobody is there
    bool isSilent = false; ///< no answer comes before it speaks()
    QStringList asked; ///< paths

    void speak();
    qsizetype count(const QString& path) const { return asked.count(path); }
    dashboard::ClusterReader& reader() { return m_reader; }
    Job<kube::Client*>* connectCluster() { return settledJob<kube::Client*>(this, &m_client); }

    Job<net::Response>* send(const net::Request& request) override;
    net::Stream* open(const net::Request& request) override;

    static QByteArray object(const QString& name, const QString& value, int version = 1); ///< a ConfigMap with data.v
    static QByteArray events(const QStringList& messages);
    static QByteArray namespaces(const QStringList& names);

private:
    Result<net::Response> answer(const QString& path) const;
    QList<std::pair<QPointer<Job<net::Response>>, QString>> m_waiting;
    kube::Client m_client;
    dashboard::ClusterReader m_reader;
};

} // namespace cocoon::test
