<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>cocoon::dashboard</name>
    <message numerus="yes">
        <source>%n confidential pod(s) running.</source>
        <translation>
            <numerusform>%n confidential pod running.</numerusform>
            <numerusform>%n confidential pods running.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n confidential pod(s) running.</source>
        <translation>
            <numerusform>%1 of %n confidential pod running.</numerusform>
            <numerusform>%1 of %n confidential pods running.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Found %1: %2 of %n node(s) ready.</source>
        <translation>
            <numerusform>Found %1: %2 of %n node ready.</numerusform>
            <numerusform>Found %1: %2 of %n nodes ready.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Peer pods cost %1 USD/h; %n VSI(s) are left of pods that are gone.</source>
        <translation>
            <numerusform>Peer pods cost %1 USD/h; %n VSI is left of a pod that is gone.</numerusform>
            <numerusform>Peer pods cost %1 USD/h; %n VSIs are left of pods that are gone.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n VSI(s) belong to nobody and cost %1 USD/h of %2.</source>
        <translation>
            <numerusform>%n VSI belongs to nobody and costs %1 USD/h of %2.</numerusform>
            <numerusform>%n VSIs belong to nobody and cost %1 USD/h of %2.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Confidential containers are not installed on the %n worker(s) of this cluster.</source>
        <translation>
            <numerusform>Confidential containers are not installed on the %n worker of this cluster.</numerusform>
            <numerusform>Confidential containers are not installed on the %n workers of this cluster.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n worker(s) installed.</source>
        <translation>
            <numerusform>%1 of %n worker installed.</numerusform>
            <numerusform>%1 of %n workers installed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Peer pods cost %1 USD/h; %n VSI(s) are being deleted.</source>
        <translation>
            <numerusform>Peer pods cost %1 USD/h; %n VSI is being deleted.</numerusform>
            <numerusform>Peer pods cost %1 USD/h; %n VSIs are being deleted.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The owner of %n VSI(s) is not known</source>
        <translation>
            <numerusform>The owner of %n VSI is not known</numerusform>
            <numerusform>The owner of %n VSIs is not known</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Peer pods cost %1 USD/h; the owner of %n VSI(s) is not known.</source>
        <translation>
            <numerusform>Peer pods cost %1 USD/h; the owner of %n VSI is not known.</numerusform>
            <numerusform>Peer pods cost %1 USD/h; the owner of %n VSIs is not known.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n completed.</source>
        <translation>
            <numerusform>%n completed.</numerusform>
            <numerusform>%n completed.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cocoon::items::ChangesModel</name>
    <message numerus="yes">
        <source>%n change(s) now</source>
        <translation>
            <numerusform>%n change now</numerusform>
            <numerusform>%n changes now</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n later</source>
        <translation>
            <numerusform>%n later</numerusform>
            <numerusform>%n later</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n reboot(s)</source>
        <translation>
            <numerusform>%n reboot</numerusform>
            <numerusform>%n reboots</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cocoon::items::FindingsModel</name>
    <message numerus="yes">
        <source>%n to look at</source>
        <translation>
            <numerusform>%n to look at</numerusform>
            <numerusform>%n to look at</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not known</source>
        <translation>
            <numerusform>%n not known</numerusform>
            <numerusform>%n not known</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n met</source>
        <translation>
            <numerusform>%n met</numerusform>
            <numerusform>%n met</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to know</source>
        <translation>
            <numerusform>%n to know</numerusform>
            <numerusform>%n to know</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n in the way</source>
        <translation>
            <numerusform>%n in the way</numerusform>
            <numerusform>%n in the way</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cocoon::plan::Assessment</name>
    <message numerus="yes">
        <source>Looking: %n answer(s) still to come.</source>
        <translation>
            <numerusform>Looking: %n answer still to come.</numerusform>
            <numerusform>Looking: %n answers still to come.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cocoon::setup::Ahead</name>
    <message numerus="yes">
        <source>at least %n eviction(s)</source>
        <translation>
            <numerusform>at least %n eviction</numerusform>
            <numerusform>at least %n evictions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n adaptor restart(s)</source>
        <translation>
            <numerusform>%n adaptor restart</numerusform>
            <numerusform>%n adaptor restarts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cocoon::setup::ImageStep</name>
    <message numerus="yes">
        <source>The newest pod VM image is taken; %n other(s) would do</source>
        <translation>
            <numerusform>The newest pod VM image is taken; %n other would do</numerusform>
            <numerusform>The newest pod VM image is taken; %n others would do</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cocoon::setup::NodesStep</name>
    <message numerus="yes">
        <source>Kata is installed on %n worker(s).</source>
        <translation>
            <numerusform>Kata is installed on %n worker.</numerusform>
            <numerusform>Kata is installed on %n workers.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cocoon::setup::OperatorStep</name>
    <message numerus="yes">
        <source>%n OperatorGroup(s) in the namespace</source>
        <translation>
            <numerusform>%n OperatorGroup in the namespace</numerusform>
            <numerusform>%n OperatorGroups in the namespace</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cocoon::ui::ActivityPlace</name>
    <message numerus="yes">
        <source>%n entries</source>
        <translation>
            <numerusform>%n entry</numerusform>
            <numerusform>%n entries</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cocoon::ui::CloudLoginCard</name>
    <message numerus="yes">
        <source>Your login reaches %n account(s). Which one?</source>
        <translation>
            <numerusform>Your login reaches %n account. Which one?</numerusform>
            <numerusform>Your login reaches %n accounts. Which one?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 · OpenShift %2 · %3 · %n worker(s)</source>
        <translation>
            <numerusform>%1 · OpenShift %2 · %3 · %n worker</numerusform>
            <numerusform>%1 · OpenShift %2 · %3 · %n workers</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cocoon::ui::DonePage</name>
    <message numerus="yes">
        <source>%n confidential VM(s) run; their price is not known here.</source>
        <translation>
            <numerusform>%n confidential VM runs; its price is not known here.</numerusform>
            <numerusform>%n confidential VMs run; their price is not known here.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n confidential VM(s) run for %1 USD per hour together, list price.</source>
        <translation>
            <numerusform>%n confidential VM runs for %1 USD per hour, list price.</numerusform>
            <numerusform>%n confidential VMs run for %1 USD per hour together, list price.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cocoon::ui::DroppedMark</name>
    <message numerus="yes">
        <source>%n column(s) hidden</source>
        <translation>
            <numerusform>%n column hidden</numerusform>
            <numerusform>%n columns hidden</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cocoon::ui::LookingCard</name>
    <message numerus="yes">
        <source>%1 may not: %2 and %n more. Everything can be looked at; what would change something is switched off.</source>
        <translation>
            <numerusform>%1 may not: %2 and %n more. Everything can be looked at; what would change something is switched off.</numerusform>
            <numerusform>%1 may not: %2 and %n more. Everything can be looked at; what would change something is switched off.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cocoon::ui::NameGuard</name>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 and %n more</numerusform>
            <numerusform>%1 and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cocoon::ui::OverviewPlace</name>
    <message numerus="yes">
        <source>%n orphan(s)</source>
        <translation>
            <numerusform>%n orphan</numerusform>
            <numerusform>%n orphans</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n left behind</source>
        <translation>
            <numerusform>%n left behind</numerusform>
            <numerusform>%n left behind</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n without a known owner</source>
        <translation>
            <numerusform>%n without a known owner</numerusform>
            <numerusform>%n without a known owner</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>not counted: %n of other clusters in this VPC</source>
        <translation>
            <numerusform>not counted: %n of another cluster in this VPC</numerusform>
            <numerusform>not counted: %n of other clusters in this VPC</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n that nobody owns</source>
        <translation>
            <numerusform>%n that nobody owns</numerusform>
            <numerusform>%n that nobody owns</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n being deleted</source>
        <translation>
            <numerusform>%n being deleted</numerusform>
            <numerusform>%n being deleted</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n completed</source>
        <translation>
            <numerusform>%n completed</numerusform>
            <numerusform>%n completed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cocoon::ui::ProgressModel</name>
    <message numerus="yes">
        <source>failed, %n tries</source>
        <translation>
            <numerusform>failed, %n try</numerusform>
            <numerusform>failed, %n tries</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cocoon::ui::ReviewPage</name>
    <message numerus="yes">
        <source>%n thing(s) stand in the way.</source>
        <translation>
            <numerusform>%n thing stands in the way.</numerusform>
            <numerusform>%n things stand in the way.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Besides the %n change(s) below, as they come: %1.</source>
        <translation>
            <numerusform>Besides the %n change below, as they come: %1.</numerusform>
            <numerusform>Besides the %n changes below, as they come: %1.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cocoon::ui::RunningCard</name>
    <message numerus="yes">
        <source>%1: waits for your approval of %n change(s).</source>
        <translation>
            <numerusform>%1: waits for your approval of %n change.</numerusform>
            <numerusform>%1: waits for your approval of %n changes.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cocoon::ui::SetupPlace</name>
    <message numerus="yes">
        <source>%n change(s)</source>
        <translation>
            <numerusform>%n change</numerusform>
            <numerusform>%n changes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Make %n change(s)</source>
        <translation>
            <numerusform>Make %n change</numerusform>
            <numerusform>Make %n changes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cocoon::ui::StatusLine</name>
    <message numerus="yes">
        <source>Journal: %n change(s)</source>
        <translation>
            <numerusform>Journal: %n change</numerusform>
            <numerusform>Journal: %n changes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cocoon::ui::StepPage</name>
    <message numerus="yes">
        <source>%n worker(s) still to be rebooted, one at a time.</source>
        <translation>
            <numerusform>%n worker still to be rebooted, one at a time.</numerusform>
            <numerusform>%n workers still to be rebooted, one at a time.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cocoon::ui::WorkerCard</name>
    <message numerus="yes">
        <source>Drain moves %n pod(s)</source>
        <translation>
            <numerusform>Drain moves %n pod</numerusform>
            <numerusform>Drain moves %n pods</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Pods that a drain of worker %1 moves: %n</source>
        <translation>
            <numerusform>Pods that a drain of worker %1 moves: %n</numerusform>
            <numerusform>Pods that a drain of worker %1 moves: %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
</TS>
