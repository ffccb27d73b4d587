// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/setup/finding_fix.h"

#include <QCoreApplication>
#include <QHash>

namespace cocoon::ui {

using namespace Qt::StringLiterals;

namespace {
    struct Words {
        Q_DECLARE_TR_FUNCTIONS(cocoon::ui::FindingFix)
    };
}

std::optional<FindingFix> fixOf(const plan::Finding& finding)
{
    if (finding.severity == plan::Severity::Ok || finding.severity == plan::Severity::Unknown) {
        return std::nullopt;
    }
    const FindingFix profile { Words::tr("Choose the VM profile"), u"nodes"_s, u"sizing.profile"_s };
    const FindingFix version { Words::tr("Choose the version"), u"operator"_s, u"operator.version"_s };
    const FindingFix account { Words::tr("Go to Connect"), u"connect"_s, {} };
    const QHash<QString, FindingFix> known {
        { u"profile-tdx"_s, profile },
        { u"profile-mode"_s, profile },
        { u"profile-offered"_s, profile },
        { u"TS-03-version-available"_s, version },
        { u"image-deprecated"_s, { Words::tr("Choose the image"), u"image"_s, u"image.id"_s } },
        { u"image-choice"_s, { Words::tr("Choose the image"), u"image"_s, u"image.id"_s } },
        { u"ssh-key-exists"_s, { Words::tr("Leave the SSH key out"), u"ssh-key"_s, u"sshKey.name"_s, QString() } },
        { u"ssh-into-vms"_s, { Words::tr("Leave the SSH key out"), u"ssh-key"_s, u"sshKey.name"_s, QString() } },
        { u"trust-url"_s, { Words::tr("Name the trustee"), u"trust"_s, u"trust.url"_s } },
        { u"pod-runtime-class"_s, { Words::tr("Choose another name"), u"workload"_s, u"workload.name"_s } },
        { u"credential-refused"_s, account },
        { u"cluster-found"_s, account },
        { u"same-cluster"_s, account },
    };
    if (finding.id == u"image-exists" && finding.severity == plan::Severity::Blocker) { // as information it says that one will be imported
        return FindingFix { Words::tr("Import the latest from IBM"), u"image"_s, u"image.id"_s, QString() };
    }
    if (finding.id == u"ssh-into-vms" && !finding.object.isEmpty()) {
        return std::nullopt; // it is in the config map, not in the Intent
    }
    const auto at = known.constFind(finding.id);
    return at == known.constEnd() ? std::nullopt : std::optional<FindingFix>(*at);
}

} // namespace cocoon::ui
