// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/setup/done_page.h"

#include "models/setup/export.h"
#include "models/setup/look.h"
#include "models/setup/pod_servers.h"
#include "services/base/json.h"
#include "services/coco/facts.h"
#include "ui/setup/page_spec.h"
#include "ui/widgets/card.h"
#include "ui/widgets/code_view.h"
#include "ui/widgets/error_panel.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/save_file.h"
#include "ui/widgets/scroll_page.h"

#include <QFileDialog>
#include <QGridLayout>
#include <QLocale>

#include <algorithm>
#include <tuple>

namespace cocoon::ui {

using namespace Qt::StringLiterals;

DonePage::DonePage(const Theme& theme, setup::Desk& desk, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_desk(desk)
    , m_title(makeText({}, "title"))
    , m_proof(makeText({}, ""))
    , m_sentence(makeText({}, "muted"))
    , m_exists(makeText({}, ""))
    , m_cost(makeText({}, ""))
    , m_pod(new CodeView(theme))
    , m_error(new ErrorPanel(theme))
{
    setObjectName(u"page.done"_s);
    QWidget* page = makeScrollPage(this);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 6, 0);
    column->setSpacing(16);
    column->addWidget(m_title);
    m_proof->setObjectName(u"done.proof"_s);
    column->addWidget(m_proof);
    column->addWidget(m_sentence);
    auto* ways = new FlowLayout;
    for (const auto& [link, name, icon] : { std::tuple { u"pods"_s, tr("Show the pods"), u"pods"_s }, { u"overview"_s, tr("Open the overview"), u"overview"_s } }) {
        QPushButton* way = makeButton(name, "");
        way->setObjectName(u"done."_s + link);
        setThemedIcon(way, theme, icon);
        connect(way, &QPushButton::clicked, this, [this, link = link] { Q_EMIT placeWanted(link); });
        ways->addWidget(way);
        m_way = m_way != nullptr ? m_way : way;
    }
    column->addLayout(ways);
    auto* exists = new Card(tr("What exists now"));
    exists->content()->addWidget(m_exists);
    column->addWidget(exists);
    auto* take = new Card(tr("Take it along"));
    take->content()->addWidget(makeText(tr("The Intent is the small file that says what you wanted. cocoonctl makes the same installation from it on another cluster. None of the three holds a secret."), "muted"));
    auto* grid = new QGridLayout;
    grid->setColumnStretch(0, 1);
    addExport(*grid, u"intent"_s, tr("The Intent"), u"intent.yaml"_s, [this] { return m_desk.intentText(); });
    addExport(*grid, u"commands"_s, tr("What was done, as commands"), u"setup.sh"_s, [this] { return setup::exportJournal(m_desk.journal().entries()); });
    addExport(*grid, u"yaml"_s, tr("What was made in the cluster, as YAML"), u"setup.yaml"_s, [this] { return setup::exportMadeYaml(m_desk.journal().entries()); });
    take->content()->addLayout(grid);
    take->content()->addWidget(m_error);
    column->addWidget(take);
    auto* cost = new Card(tr("What it costs"));
    cost->content()->addWidget(m_cost);
    column->addWidget(cost);
    auto* own = new Card(tr("Your own pods"));
    own->content()->addWidget(makeText(tr("The runtime class makes a pod confidential; everything else is as in any pod."), "muted"));
    own->content()->addWidget(m_pod);
    m_pod->setAccessibleName(tr("A confidential pod of your own"));
    QPushButton* copyPod = makeButton(tr("Copy"), "small");
    copyPod->setObjectName(u"done.copy.pod"_s);
    setSpokenName(copyPod, tr("Copy the pod"));
    connect(copyPod, &QPushButton::clicked, this, [this, copyPod] { copyWithWord(copyPod, m_pod->toPlainText()); });
    own->addAction(copyPod);
    column->addWidget(own);
    auto* remove = new Card(tr("To remove it again"));
    remove->content()->addWidget(makeText(tr("A VM is deleted with its pod, and only with it: delete the confidential pods first, and look at Confidential pods until no VSI is left. The operator, its settings, the API key and the stored image stay; of these only the image costs something."), "muted"));
    column->addWidget(remove);
    column->addStretch(1);
}

void DonePage::addExport(QGridLayout& grid, const QString& id, const QString& name, const QString& file, std::function<QByteArray()> text)
{
    const int row = grid.rowCount();
    QPushButton* copy = makeButton(tr("Copy"), "small");
    QPushButton* save = makeButton(tr("Save …"), "small");
    copy->setObjectName(u"done.copy."_s + id);
    save->setObjectName(u"done.save."_s + id);
    setSpokenName(copy, tr("Copy: %1").arg(name));
    setSpokenName(save, tr("Save: %1").arg(name));
    setThemedIcon(copy, m_theme, u"copy"_s);
    setThemedIcon(save, m_theme, u"download"_s);
    connect(copy, &QPushButton::clicked, this, [copy, text] { copyWithWord(copy, QString::fromUtf8(text())); });
    connect(save, &QPushButton::clicked, this, [this, file, text] {
        const QString path = QFileDialog::getSaveFileName(this, tr("Save"), file);
        if (!path.isEmpty()) {
            const auto failed = saveFile(path, text());
            failed ? m_error->show(*failed) : m_error->clear();
        }
    });
    grid.addWidget(makeText(name, ""), row, 0);
    grid.addWidget(copy, row, 1);
    grid.addWidget(save, row, 2);
}

void DonePage::takeFocus()
{
    m_way->setFocus(Qt::OtherFocusReason);
}

/// When, what and how: that it has proven itself is nothing to be taken on trust.
QString DonePage::proof(const plan::Assessment& workload) const
{
    const plan::Intent& intent = m_desk.intent();
    const auto attested = std::find_if(workload.findings.begin(), workload.findings.end(), [](const plan::Finding& finding) { return finding.id == u"attested"; });
    if (attested == workload.findings.end()) {
        return {};
    }
    const QDateTime when = QDateTime::fromString(attested->evidence, Qt::ISODateWithMs);
    const plan::Assessment trust = m_desk.assessment(u"trust"_s).value_or(plan::Assessment());
    const bool isSpoken = std::any_of(trust.findings.begin(), trust.findings.end(), [](const plan::Finding& finding) { return finding.id == u"trustee-protocol" && finding.severity == plan::Severity::Ok; });
    world::Asker asker(m_desk.world());
    const QString version = setup::Look(asker, intent, coco::Facts::builtIn()).operatorFacts().kbsProtocol;
    const QString protocol = isSpoken ? tr("KBS protocol %1").arg(version) : tr("the KBS protocol");
    return tr("Proof: at %1 the guest of pod %2 got the resource %3 from %4, by %5. The trustee hands it out to attested VMs only.")
        .arg(when.isValid() ? when.toLocalTime().toString(u"yyyy-MM-dd HH:mm:ss t"_s) : attested->evidence, intent.workload.ns + u'/' + intent.workload.name, intent.trust.resource, intent.trust.url, protocol);
}


void DonePage::refresh()
{
    m_pod->showText(QString::fromUtf8(setup::ownPodYaml(m_desk.intent(), coco::Facts::builtIn()).trimmed()));
    int done = 0;
    QStringList open;
    QStringList exists;
    for (const plan::Assessment& assessment : m_desk.assessments()) {
        if (assessment.state == plan::StepState::Done) {
            ++done;
            exists.append(assessment.summary);
        } else if (assessment.state != plan::StepState::Skipped) {
            const QString name = pageNameOf(assessment.step) + u": "_s;
            const QString says = assessment.summary.endsWith(u'.') ? assessment.summary.chopped(1) : assessment.summary;
            if (!open.isEmpty() && open.constLast().startsWith(name)) { // a page may have two steps
                open.last() = tr("%1; then: %2").arg(open.constLast(), says);
            } else {
                open.append(name + says);
            }
        }
    }
    const bool isDone = open.isEmpty() && done > 0;
    m_title->setText(isDone ? tr("Done: a confidential pod runs, and it has proven itself") : tr("Not done yet"));
    const plan::Assessment workload = m_desk.assessment(u"workload"_s).value_or(plan::Assessment());
    if (isDone && workload.state == plan::StepState::Skipped) {
        m_title->setText(tr("Done: the cluster is ready for confidential pods"));
    }
    const QString proven = isDone ? proof(workload) : QString();
    m_proof->setText(proven);
    m_proof->setVisible(!proven.isEmpty());
    m_sentence->setText(isDone ? tr("Next: give your own pods the runtime class kata-remote. The set-up can be closed; it is read from the cluster whenever you come back.")
                               : tr("Still open:") + u"\n•  "_s + open.join(u"\n•  "_s));
    m_exists->setText(exists.isEmpty() ? tr("Nothing yet.") : u"•  "_s + exists.join(u"\n•  "_s));
    m_cost->setText(cost());
}

QString DonePage::cost() const
{
    world::Asker asker(m_desk.world());
    setup::Look look(asker, m_desk.intent(), coco::Facts::builtIn());
    const QString region = look.region();
    const setup::Neighbourhood area = setup::readNeighbourhood(look);
    const world::Answer servers = asker.answer(world::ask::instances(region, look.vpcId()));
    const bool hasImage = !look.image().isEmpty();
    if (servers.state != world::Answer::State::Known || asker.answer(world::ask::images(region)).state != world::Answer::State::Known) {
        return tr("What runs in the VPC and is stored there is not known now, and so is not what it costs.");
    }
    const QJsonArray instances = servers.value.toArray();
    int running = 0;
    double usd = 0;
    bool isPriced = true;
    for (const QJsonValue& value : instances) {
        const QJsonObject vm = value.toObject();
        const setup::UnnamedServer server = setup::readUnnamed(vm);
        if (setup::stemOfVsi(str(vm, { u"name" })).isEmpty() || area.isElsewhere(server.id, server.subnet)) {
            continue;
        }
        ++running;
        const QJsonObject price = m_desk.world().answer(world::ask::price(str(vm, { u"profile", u"name" }), region)).value.toObject();
        usd += price.value(u"usdPerHour"_s).toDouble();
        isPriced = isPriced && price.contains(u"usdPerHour"_s);
    }
    if (running == 0) {
        return hasImage ? tr("No confidential VM runs: only the cluster itself and the stored image cost something.")
                        : tr("No confidential VM runs and no image is stored: only the cluster itself costs something.");
    }
    const auto workload = m_desk.assessment(u"workload"_s);
    const bool hasOrphans = workload && std::any_of(workload->findings.begin(), workload->findings.end(), [](const plan::Finding& finding) { return finding.id == "TS-79-orphans"_L1 && finding.severity == plan::Severity::Warning; });
    const QString end = hasOrphans ? tr("What belongs to no pod costs money until it is removed: see Confidential pods.") : tr("They stop costing when their pods are deleted.");
    const QString vms = isPriced ? tr("%n confidential VM(s) run for %1 USD per hour together, list price.", nullptr, running).arg(QLocale().toString(usd, 'f', 3)) + u' ' + end
                                 : tr("%n confidential VM(s) run; their price is not known here.", nullptr, running);
    return hasImage ? vms + u' ' + tr("The stored image is billed by its size.") : vms;
}

} // namespace cocoon::ui
