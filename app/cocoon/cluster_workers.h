// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QStringList>

namespace cocoon::ibm {
class Cloud;
}

namespace cocoon::app {

/// Looks at the workers of the clusters that are offered, a few at a time: the list of clusters does not say what they run.
/// The cloud must outlive it. Thread: GUI thread.
class ClusterWorkers : public QObject {
    Q_OBJECT
public:
    static constexpr int kAtOnce = 4;
    explicit ClusterWorkers(ibm::Cloud& cloud, QObject* parent = nullptr);
    void look(const QStringList& clusters);

Q_SIGNALS:
    /// Nothing is said of a cluster whose workers will do or do not tell: the prerequisites step looks again.
    void judged(const QString& cluster, const QString& unsuitable);

private:
    void next();
    ibm::Cloud& m_cloud;
    QStringList m_waiting;
};

} // namespace cocoon::app
