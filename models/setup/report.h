// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/plan/assessment.h"

#include <optional>

namespace cocoon::setup {

/// Collects what a step finds and turns it into an Assessment. The state follows from what was collected: a missing answer
/// is Unknown, a blocker is Blocked, a sendable change is Ready (or Drifted), then waits, changes that wait for other steps,
/// Done. A question that failed is a finding too, so that nobody takes silence for health.
class Report {
public:
    Report(const QString& step, world::Asker& asker);

    /// One check: Ok with `title` and `evidence` when it holds; otherwise as bad as `bad` says, with why and remedy.
    bool check(bool holds, const QString& id, const QString& title, const QString& evidence, plan::Severity bad,
        const QString& why, const QString& remedy, const QString& object = {});
    void ok(const QString& id, const QString& title, const QString& evidence = {}, const QString& object = {});
    void info(const QString& id, const QString& title, const QString& evidence = {}, const QString& remedy = {}, const QString& object = {});
    void warning(const QString& id, const QString& title, const QString& evidence, const QString& why, const QString& remedy,
        const QString& object = {});
    void blocker(const QString& id, const QString& title, const QString& evidence, const QString& why, const QString& remedy,
        const QString& object = {});
    void unknown(const QString& id, const QString& title, const QString& evidence);

    void change(plan::Change change); ///< fills in the step
    void wait(const QString& what, const QString& object, std::chrono::milliseconds usual, std::chrono::milliseconds limit,
        const QString& progress);
    void fact(const QString& key, const QJsonValue& value);
    void drift() { m_drifted = true; }
    /// A failure of this question does not matter for going on; it is reported as a warning.
    void optional(const world::Query& query) { m_optional.append(query.key()); }
    /// Nothing is possible without this answer: a failure blocks at once, even one that may pass.
    void essential(const world::Query& query) { m_essential.append(query.key()); }

    /// This answer takes its time, as is known: until it comes the step waits for `what`.
    void awaited(const world::Query& query, const QString& what) { m_awaited.insert(query.key(), what); }

    bool isBlocked() const;
    bool hasChanges() const { return !m_assessment.changes.isEmpty(); }
    bool hasWaits() const { return !m_assessment.waits.isEmpty(); }

    /// `summary` is used when the step is Done; other states have words of their own.
    plan::Assessment finish(const QString& doneSummary);
    plan::Assessment skipped(const QString& summary);

private:
    void add(plan::Severity severity, const QString& id, const QString& title, const QString& evidence, const QString& why,
        const QString& remedy, const QString& object);
    void reportFailures();
    std::optional<Error> refusedCredential() const;
    bool isWithoutLogin() const;
    QString lostConnection() const;
    void withdrawConclusions();
    plan::Assessment m_assessment;
    world::Asker& m_asker;
    QHash<qsizetype, QString> m_checkTitles; ///< of findings that were not met, by index: what was checked
    QStringList m_optional;
    QStringList m_essential;
    QHash<QString, QString> m_awaited;
    bool m_drifted = false;
};

} // namespace cocoon::setup
