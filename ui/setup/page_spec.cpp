// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/setup/page_spec.h"

#include <QCoreApplication>
#include <QHash>

#include <algorithm>

namespace cocoon::ui {

using namespace Qt::StringLiterals;
using plan::StepState;

namespace {
    struct Words {
        Q_DECLARE_TR_FUNCTIONS(cocoon::ui::PageSpec)
    };
    QString tr(const char* text)
    {
        return Words::tr(text);
    }
}

QString guideUrl(const QString& page)
{
    static const QHash<QString, QString> sections { { u"connect"_s, u"prerequisites"_s }, { u"prerequisites"_s, u"prerequisites"_s }, { u"operator"_s, u"install-operator"_s },
        { u"access"_s, u"cli-setup"_s }, { u"image"_s, u"peer-pod-image"_s }, { u"credential"_s, u"api-key-or-trusted-profile"_s }, { u"ssh-key"_s, u"ssh-key"_s },
        { u"nodes"_s, u"configure-confidential-containers"_s }, { u"trust"_s, u"trustee"_s }, { u"workload"_s, u"run-workload"_s } };
    return u"https://cloud.ibm.com/docs/openshift?topic=openshift-confidential-containers#"_s + sections.value(page);
}

QList<PageSpec> setupPages()
{
    return {
        { u"connect"_s, tr("Connect"), tr("Connect: which cluster, which account"),
            tr("Everything that follows is read from this cluster and this account, never from memory. Cocoon checks that both answer, "
               "that they belong together, and what your credential may do."),
            tr("Prerequisites"), { u"connect"_s } },
        { u"prerequisites"_s, tr("Prerequisites"), tr("Prerequisites: can this cluster carry confidential pods?"),
            tr("Confidential VMs need Intel TDX, which only some regions and profiles have, and workers that the installer understands. "
               "All checks run before the first change, so that nothing is found out half-way."),
            tr("Prerequisites"), { u"prerequisites"_s } },
        { u"operator"_s, tr("1 · Operator"), tr("Operator: install OpenShift sandboxed containers"),
            tr("The operator puts Kata on the workers and keeps it there. Cocoon installs the version IBM's image was validated with and "
               "asks OLM for manual approval, so that no update arrives on its own."),
            tr("Step 1: Installing the operator"), { u"operator"_s }, { { u"download"_s, tr("Catalog"), tr("Subscription") }, { u"setup"_s, tr("Operator"), tr("Kata") }, { u"nodes"_s, tr("Workers"), {} } } },
        { u"access"_s, tr("2 · Command-line access"), tr("Command-line access: nothing to set up here"),
            tr("The guide's second step installs five command-line tools and logs in with each. Cocoon talks to the same interfaces itself. "
               "If you want to look around with your own oc or kubectl, take the kubeconfig with you."),
            tr("Step 2: Setting up the CLI"), { u"access"_s } },
        { u"image"_s, tr("3 · Peer pod image"), tr("Peer pod image: what a confidential VM starts from"),
            tr("Each confidential pod runs in a VM of its own, made from an image in your region. IBM publishes one in object storage; it is "
               "imported once and then serves every pod."),
            tr("Step 3: Importing the peer pod image"), { u"image"_s }, { { u"cloud"_s, tr("Object storage"), tr("import once") }, { u"file"_s, tr("Image in your region"), tr("starts") }, { u"sandbox"_s, tr("A VM per pod"), {} } } },
        { u"credential"_s, tr("4 · Credential"), tr("Credential: who may create the VMs"),
            tr("The adaptor in your cluster creates and deletes VMs in your account and needs a right to do so. An API key is simple and works "
               "with every version; a trusted profile has no key that could leak."),
            tr("Step 4: Creating an API key or trusted profile"), { u"credential"_s }, { { u"pods"_s, tr("Adaptor"), tr("API key or trusted profile") }, { u"key"_s, tr("IAM"), tr("may create VMs") }, { u"cloud"_s, tr("VPC"), {} } } },
        { u"ssh-key"_s, tr("5 · SSH key"), tr("SSH key (optional): only for looking into a VM while debugging"),
            tr("A confidential VM is closed on purpose, and the image lets nobody in. A key only helps with debug images; leave it out unless "
               "you know that you need it."),
            tr("Step 5: Creating an SSH key"), { u"ssh-key"_s }, {}, true },
        { u"nodes"_s, tr("6 · Configuration, nodes"), tr("Nodes: install Kata and reboot, one worker at a time"),
            tr("Cocoon writes the settings the adaptor needs, then the operator puts Kata on each worker, which then waits for a reboot. One "
               "worker at a time is cordoned, drained and rebooted; the boot id proves it, then the next one follows."),
            tr("Step 6: Configuring confidential containers"), { u"configuration"_s, u"nodes"_s }, { { u"nodes"_s, tr("Cordon"), tr("one at a time") }, { u"pods"_s, tr("Drain"), tr("pods have moved") }, { u"refresh"_s, tr("Reboot"), tr("new boot id") }, { u"ok"_s, tr("Installed"), {} } } },
        { u"trust"_s, tr("7 · Trust authority"), tr("Trust authority: who decides whether a VM is genuine"),
            tr("A VM shows evidence of what it runs, and the trustee hands out secrets only to VMs that convince it. Its address travels into "
               "every VM as INITDATA, whose digest is part of the evidence."),
            tr("Step 7: Configuring a trust authority"), { u"trust"_s }, { { u"sandbox"_s, tr("VM"), tr("evidence") }, { u"lock"_s, tr("Trustee"), tr("secrets") }, { u"pods"_s, tr("Pod"), {} } } },
        { u"workload"_s, tr("8 · Workload"), tr("Workload: a first confidential pod"),
            tr("A small pod proves the whole way: a VM with TDX starts, the pod becomes Ready in it, and the guest gets a secret that only an "
               "attested VM gets. From this page on the account pays for a VM by the hour."),
            tr("Step 8: Running a confidential container workload"), { u"workload"_s }, { { u"pods"_s, tr("Pod"), tr("peer pod") }, { u"sandbox"_s, tr("TDX VM"), tr("attests") }, { u"key"_s, tr("Secret in the guest"), {} } } },
    };
}

StepState stateOf(const PageSpec& spec, const setup::Desk& desk)
{
    StepState state = StepState::Unknown;
    bool isFirst = true;
    for (const QString& id : spec.steps) {
        const auto assessment = desk.assessment(id);
        const StepState one = assessment ? assessment->state : StepState::Unknown;
        const bool isSettled = one == StepState::Done || one == StepState::Skipped;
        if (isFirst || (!isSettled && (state == StepState::Done || state == StepState::Skipped))) {
            state = one;
        }
        isFirst = false;
    }
    return state;
}

QString pageNameOf(const QString& step)
{
    const QList<PageSpec> pages = setupPages();
    const auto page = std::find_if(pages.begin(), pages.end(), [&step](const PageSpec& one) { return one.steps.contains(step); });
    return page == pages.end() ? QString() : page->name;
}

QList<PageSpec>::const_iterator firstOpen(const QList<PageSpec>& pages, const setup::Desk& desk)
{
    return std::find_if(pages.cbegin(), pages.cend(), [&desk](const PageSpec& page) {
        const StepState state = stateOf(page, desk);
        return state != StepState::Done && state != StepState::Skipped;
    });
}

} // namespace cocoon::ui
