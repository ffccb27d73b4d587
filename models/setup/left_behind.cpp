// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/setup/left_behind.h"

#include "models/words/words.h"
#include "services/coco/facts.h"

namespace cocoon::setup {

using namespace Qt::StringLiterals;
using words::tr;
using Kind = Desk::Event::Kind;
using Stage = WorkerView::Stage;

QStringList leftBehind(const QList<WorkerView>& workers, const QList<Desk::Event>& events)
{
    QStringList says;
    for (const WorkerView& worker : workers) {
        const QString undo = u"oc adm uncordon %1"_s.arg(worker.name);
        if (worker.stage == Stage::Draining) {
            says.append(tr("Worker %1 is cordoned and partly drained; it was not rebooted. It stays cordoned until Cocoon goes on, or: %2").arg(worker.name, undo));
        } else if (worker.stage == Stage::Rebooting) {
            says.append(tr("Worker %1 is rebooting and comes back by itself. It stays cordoned until Cocoon goes on, or: %2").arg(worker.name, undo));
        } else if (worker.stage == Stage::Returning) {
            says.append(tr("Worker %1 is back from its reboot and still cordoned, until Cocoon goes on, or: %2").arg(worker.name, undo));
        }
    }
    QList<Desk::Event> unanswered;
    QStringList awaited;
    for (const Desk::Event& event : events) {
        if (event.kind == Kind::Sent) {
            unanswered.append(event);
        } else if (event.kind == Kind::Made || event.kind == Kind::Failed) {
            unanswered.removeIf([&event](const Desk::Event& sent) { return sent.object == event.object && sent.step == event.step; });
        } else if (event.kind == Kind::Waiting) {
            awaited.append(event.text);
        } else if (event.kind == Kind::Arrived) {
            awaited.removeAll(event.text);
        }
    }
    for (const Desk::Event& sent : std::as_const(unanswered)) {
        says.append(tr("“%1” was sent and not answered yet; Cocoon looks whether it was made before it sends it again.").arg(sent.text));
    }
    if (!awaited.isEmpty()) {
        says.append(tr("It goes on without Cocoon: %1.").arg(awaited.join(u", "_s)));
    }
    if (says.isEmpty()) {
        says.append(tr("Nothing is half done."));
    }
    return says;
}

QStringList leftBehind(const Desk& desk)
{
    const auto nodes = desk.assessment(u"nodes"_s);
    const QList<WorkerView> workers = nodes ? workerViews(desk.world(), desk.intent(), coco::Facts::builtIn(), *nodes) : QList<WorkerView>();
    return leftBehind(workers, desk.events());
}

} // namespace cocoon::setup
