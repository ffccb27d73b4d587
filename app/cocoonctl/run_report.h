// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cocoonctl/options.h"
#include "models/words/words.h"

namespace cocoon::ctl {

/// What a run left, for people or as JSON, and the exit status that stands for it.
class RunReport {
public:
    /// `refusal`: why the run was not to be: somebody else is changing this cluster.
    RunReport(const Options& options, const QString& cluster, const plan::Runner::Report& report, const std::optional<Error>& refusal);
    int exitCode() const;
    void print() const;

private:
    bool isCommand(QStringView name) const { return m_options.command == name; }
    bool hasFailed() const;
    QJsonObject json() const;
    QString checkText() const;
    bool isPlanRefused() const; ///< a saved plan that no longer fits, or is not enough
    words::Explanation explanation() const;
    void printPending() const;
    void printWhatIsLeft() const;

    const Options& m_options;
    QString m_cluster;
    const plan::Runner::Report& m_report;
    std::optional<Error> m_refusal;
};

} // namespace cocoon::ctl
